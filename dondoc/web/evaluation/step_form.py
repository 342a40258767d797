"""The fields of a step of an evaluation: read from a form, kept as typed, typed again."""

from collections.abc import Mapping

from dondoc.rendering.formats import number
from dondoc.services.evaluation.course.entered_parts import LEADER_PARTS
from dondoc.services.evaluation.course.leader_hints import LeaderHints
from dondoc.services.evaluation.course.sheet import DossierSheet
from dondoc.services.evaluation.course.step_input import StepInput, kept_points
from dondoc.web.site.forms import Form, number_in
from dondoc.web.site.grounds import grounds_in
from models.evaluation_round import EvaluationDossierStep
from models.rules.evaluation import Grade
from models.rules.evaluation_course.dossiers import DossierAct

TEXTS = ("words", "strengths", "limits", "reason")
_BESIDE = ("shortcomings", "repaired")
_ANSWERS = {"yes": True, "no": False}


def names_of(sheet: DossierSheet) -> tuple[str, ...]:
    """The fields that a form on this evaluation may have."""
    criteria = (f"criterion-{each['number']}" for each in sheet.context.row.criteria)
    return (*criteria, *LEADER_PARTS, *_BESIDE, "grade", *TEXTS)


def typed_in(form: Form, sheet: DossierSheet) -> dict[str, str]:
    """All fields as they are typed."""
    return {name: text for name in names_of(sheet) if (text := form.text(name))}


def step_input(form: Form, act: DossierAct, sheet: DossierSheet) -> StepInput:
    """The step as it is typed; amounts that cannot be read are said at their fields."""
    numbers = [each["number"] for each in sheet.context.row.criteria]
    grade = form.text("grade")
    return StepInput(
        act=act,
        grounds_shown=grounds_in(form),
        criteria={each: form.amount(f"criterion-{each}") for each in numbers},
        leader={name: _ANSWERS.get(form.text(name)) for name in LEADER_PARTS},
        shortcomings=number_in(form.text("shortcomings")),
        repaired=number_in(form.text("repaired")),
        grade=Grade(grade) if grade in set(Grade) else None,
        words=form.text("words"),
        strengths=form.text("strengths"),
        limits=form.text("limits"),
        reason=form.text("reason"),
    )


def typed_before(step: EvaluationDossierStep | None) -> dict[str, str]:
    """A step that was taken as it would be typed again; nothing before the first one."""
    if step is None:
        return {}
    typed = points_typed(step)
    for name in LEADER_PARTS:
        if name in step.leader_parts:
            typed[name] = "yes" if step.leader_parts[name] else "no"
    typed |= {name: str(step.leader_parts[name]) for name in _BESIDE if name in step.leader_parts}
    typed |= {name: text for name in TEXTS if (text := getattr(step, name))}
    return typed | ({"grade": step.grade.value} if step.grade else {})


def points_typed(step: EvaluationDossierStep | None) -> dict[str, str]:
    """The points of the criteria of a step as they would be typed."""
    return {f"criterion-{key}": number(points) for key, points in kept_points(step).items()}


def known_parts(hints: LeaderHints | None) -> Mapping[str, str]:
    """d and đ as far as they are known; e never."""
    if hints is None:
        return {}
    known = {"subordinates": hints.subordinates_full, "organising": hints.organising_full}
    return {name: "yes" if full else "no" for name, full in known.items() if full is not None}
