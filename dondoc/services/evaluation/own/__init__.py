"""Rule sets of an office's own: kept version by version, tried, put in force, ended.

Its door: `keep.py` (loading one), `versions.py` (what there is and when it judges) and
`decide.py` (put in force, ended).
"""
