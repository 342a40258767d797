"""Scoring officials by their products: exact sums that say what they were made of.

`readings.py` names every way in which offices read the rules, `parameters.py` holds what a rule
set decides. From there the sum goes its way: `task_lines.py` (one task), `results.py` (a, b, c;
a leader's d, đ, e; the total), `gates.py`, `units.py`, `seats.py`, and `periods.py` with
`transfers.py` for what spans more than a period. Nothing here has a default: where a rule is
silent, the rule set says how it is read, and the page shows that it does.
"""
