"""Trying rule sets: a file of facts, scored side by side, with every sum spelt out.

Its door: `facts.py` (what a file holds), `run.py` (what comes of it) and `sums.py` (in words).
"""
