"""The papers of an evaluation."""

from enum import StrEnum


class EvaluationPaperKind(StrEnum):
    """The papers of an evaluation, in the order in which a round needs them."""

    FORM_335 = "form_335"
    FORM_366 = "form_366"
    WORK = "work"
    SUMMARY = "summary"
    APPROVAL = "approval"
    MINUTES = "minutes"
    SUBMISSION = "submission"
    DECISION = "decision"
    DECISION_LIST = "decision_list"
