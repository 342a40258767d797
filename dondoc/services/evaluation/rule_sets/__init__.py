"""Rule sets of evaluation: files that name every parameter, its source and how sure it is.

Its door: `load.py` (the shipped ones, and one's own), `schema.py` (what a file holds) and
`in_words.py` (as people read it).
"""
