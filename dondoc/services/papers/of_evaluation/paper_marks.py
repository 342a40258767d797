"""What a paper of an evaluation was made of, said in its file (`papers/returned/check.py`).

People are named by their keys: a file that goes astray says no more by its marks than by its text.
"""

from dondoc.services.evaluation.course.context import RoundContext
from dondoc.services.papers.of_digest import PaperOrder
from dondoc.services.papers.returned.check import PaperMarks
from models.rules.evaluation_course.papers import EvaluationPaperKind

_BEGINNING = "evaluation."
"""Before the kind: a meeting has minutes, too."""


def mark_of(
    context: RoundContext, kind: EvaluationPaperKind, order: PaperOrder, **keys: int | None
) -> str:
    """The marks. `keys`: of the `person`, the `unit` or the `session` that it is about."""
    parts = [f"{name}={key}" for name, key in keys.items() if key is not None]
    what = f"dondoc kind={_BEGINNING}{kind} round={context.row.key}"
    return " ".join([what, f"form={order.form}", f"day={order.day}", *parts])


def kind_in(marks: PaperMarks) -> EvaluationPaperKind | None:
    """Which paper of an evaluation a file was made as; None for another paper."""
    kind = marks.kind.removeprefix(_BEGINNING)
    if kind == marks.kind or kind not in set(EvaluationPaperKind):
        return None
    return EvaluationPaperKind(kind)
