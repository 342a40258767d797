"""The course of an evaluation: a round for everybody, a dossier for each person, step by step.

`rounds.py` says how a round of a period stands, `dossiers.py` how the evaluation of one person in
it stands and what can be done with it, `assessors.py` who may. Everything here is pure.
"""
