"""The papers of an evaluation: forms of one person, lists of a round, and what a session decides.

Its door: `request.EvaluationPaperKind`, `make.evaluation_paper`, and `dossier.unit_dossier`, which
makes all forms of a unit at once.
"""
