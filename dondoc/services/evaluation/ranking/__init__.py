"""Everybody's period side by side: ranks, caps, conflicts, units, and the same read otherwise.

Doors: `standings.py` reads a period of everybody by their rule sets, `groups.py` ranks it within
groups of similar tasks with the caps, `conflicts.py` says what a deciding body settles first,
`unit_scores.py` scores units and groups, `what_if.py` compares with another reading, `changes.py`
with an earlier day, `rewards.py` lists whom the points speak for. Nothing here decides or is saved.
"""
