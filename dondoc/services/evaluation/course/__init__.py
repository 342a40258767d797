"""The course of an evaluation: a round is opened, people assess, comment, propose; a body decides.

Doors: `open_round.py` opens a round, `dossiers.py` reads the evaluations in it, `score.py` scores
them by the rule set that the round froze, `take_step.py` takes a step.
"""
