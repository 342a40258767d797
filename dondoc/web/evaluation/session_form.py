"""The form of a session: a row for each person, and only what was changed of it is decided."""

from collections.abc import Collection, Iterable, Mapping
from hashlib import sha256

from dondoc.services.evaluation.course.errors import FieldError
from dondoc.services.evaluation.decisions.decide import DecisionsTaken, RowDecision, Votes
from dondoc.services.evaluation.decisions.session_input import (
    NAMES,
    SessionInput,
    session_faults,
)
from dondoc.services.evaluation.decisions.session_rows import SessionRow
from dondoc.services.evaluation.people.periods import over_before_evaluation
from dondoc.services.figures.periods import DigestPeriod
from dondoc.web.evaluation.field_errors import note_fault
from dondoc.web.site.forms import Form, number_in, words_of
from models.evaluation_round import EvaluationSession
from models.rules.evaluation import Grade

NOT_GRADED = "none"
"""Of the option that decides not to grade somebody."""
CHOICES: Mapping[str, Grade | None] = {each.value: each for each in Grade} | {NOT_GRADED: None}


COMMON_REASON = "reason-all"
"""The field of a reason that holds for every row without one of its own."""
SINGLY = 3
"""So many rows without a reason are told one by one; of more the reason for all is asked."""


def shown_grade(row: SessionRow) -> str:
    """The option that stands chosen: what was decided, or what the rules give; '' for none."""
    if row.decided and row.dossier.decision is not None:
        return option_of(row.dossier.decision.grade)
    return row.preset.value if row.preset else ""


def option_of(grade: Grade | None) -> str:
    """A decided grade as the option of it."""
    return grade.value if grade else NOT_GRADED


def mark_of(row: SessionRow) -> str:
    """What stands of a row, so that one that nobody touched is told from a decision."""
    decision = row.dossier.decision
    if decision is None or not row.decided:
        return ""
    return _mark(option_of(decision.grade), decision.reason, row.votes)


def _mark(option: str, reason: str, votes: Votes) -> str:
    counts = [
        f"{option_of(grade)}={votes[grade]}" for grade in CHOICES.values() if votes.get(grade)
    ]
    return sha256("\n".join((option, reason, *counts)).encode()).hexdigest()[:16]


def decisions_typed(form: Form, rows: Iterable[SessionRow]) -> list[RowDecision]:
    """The rows that say something else than what their page showed.

    A row with a count that is none is left out: that is noted at its field, and a reason that
    lacks at that of the reason. The reason for all is that of each row that needs one and has
    none of its own.
    """
    found = []
    for row in rows:
        key = row.dossier.row.key
        option, reason = form.text(f"grade-{key}"), form.text(f"reason-{key}")
        if option not in CHOICES:
            continue
        votes, grade = _votes(form, key), CHOICES[option]
        if form.text(f"was-{key}") == _mark(option, reason, votes):
            continue
        if not reason and row.needs_reason(grade):
            reason = form.text(COMMON_REASON)
        if any(name.startswith(f"votes-{key}-") for name in form.errors):
            if not reason and row.needs_reason(grade):
                _fail_reason(form, row, grade)
            continue
        found.append(RowDecision(key, form.text(f"seen-{key}"), grade, reason, votes))
    return found


def _fail_reason(form: Form, row: SessionRow, grade: Grade | None) -> None:
    said, key = row.computed, "grade_differs"
    if said in (None, grade):
        said, key = row.proposed, "not_computed" if row.proposed is None else "proposal_differs"
    fault = FieldError("reason", f"evaluation.course.error.{key}", grade=said)
    words = f"{row.dossier.name}: {words_of(fault, form.tr)}"
    form.errors.setdefault(f"reason-{row.dossier.row.key}", words)


def grades_shown(
    rows: Iterable[SessionRow], form: Form | None, saved: Collection[int] = ()
) -> Mapping[int, str]:
    """The option that stands in each row that can be decided, as it is chosen now; '' for none."""
    return {
        row.dossier.row.key: str(row_values(form, row, saved)["grade"])
        for row in rows
        if not (row.closed or row.own)
    }


def choices_of(options: Mapping[int, str]) -> tuple[dict[int, Grade | None], set[int]]:
    """What is chosen by these options, and where nothing is."""
    chosen = {key: CHOICES[option] for key, option in options.items() if option in CHOICES}
    return chosen, options.keys() - chosen.keys()


def _votes(form: Form, key: int) -> Votes:
    votes: dict[Grade | None, int] = {}
    for option, grade in CHOICES.items():
        name = f"votes-{key}-{option}"
        typed = form.text(name)
        count = number_in(typed)
        if typed and count is None:
            form.fail(name, "evaluation.session.error.not_a_count", found=typed)
        if count:
            votes[grade] = count
    return votes


def row_values(
    form: Form | None, row: SessionRow, saved: Collection[int] = ()
) -> dict[str, object]:
    """What the fields of a row hold: as typed where its form was sent, else what stands.

    `saved`: rows that this form decided; they show what stands. What was typed in any other row
    stays, with the grounds on which it was typed.
    """
    key = row.dossier.row.key
    stands = _standing(row)
    if form is None or key in saved or not form.has(f"grade-{key}"):
        return stands
    typed: dict[str, object] = {
        "grade": form.text(f"grade-{key}"),
        "reason": form.text(f"reason-{key}"),
        "votes": {option: form.text(f"votes-{key}-{option}") for option in CHOICES},
    }
    if any(name.endswith(f"-{key}") or f"-{key}-" in name for name in form.errors):
        return stands | typed | {"wrong": True}
    if all(stands[name] == value for name, value in typed.items()):
        return stands
    was, seen = form.text(f"was-{key}"), form.text(f"seen-{key}")
    return stands | typed | {"was": was, "seen": seen, "unsaved": True}


def _standing(row: SessionRow) -> dict[str, object]:
    decision = row.dossier.decision if row.decided else None
    return {
        "grade": shown_grade(row),
        "reason": decision.reason if decision else "",
        "votes": {option: str(row.votes.get(grade, "")) for option, grade in CHOICES.items()},
        "was": mark_of(row),
        "seen": row.grounds_shown,
        "unsaved": False,
    }


def rows_left(form: Form, rows: Iterable[SessionRow], saved: Collection[int]) -> list[str]:
    """Whose rows hold something that was typed and that nobody has saved."""
    return [
        row.dossier.name
        for row in rows
        if not (row.closed or row.own)
        and (values := row_values(form, row, saved)) != _standing(row)
        and "wrong" not in values
    ]


def minutes_left(form: Form, meant: EvaluationSession) -> bool:
    """Whether the other form of the page came along with words that are not kept yet."""
    if meant.closed_at is not None or not form.has("minutes"):
        return False
    stands = {
        "held_on": meant.held_on.isoformat(), "body": meant.body, "place": meant.place,
        "chair": meant.chair, "clerk": meant.clerk, "members": str(meant.members),
        "present": str(meant.present), "minutes": meant.minutes,
    }  # fmt: skip
    typed = {name: form.text(name).replace("\r\n", "\n").strip() for name in stands}
    return typed != {name: value.replace("\r\n", "\n").strip() for name, value in stands.items()}


def note_nothing_new(form: Form, rows: Iterable[SessionRow]) -> None:
    """Nothing is decided; by rows with a reason or votes and no grade neither, and it is said."""
    for row in rows:
        key = row.dossier.row.key
        said = [form.text(f"votes-{key}-{option}") for option in CHOICES]
        if form.text(f"grade-{key}") not in CHOICES and (form.text(f"reason-{key}") or any(said)):
            name = row.dossier.name
            form.fail(f"grade-{key}", "evaluation.session.error.ungraded", name=name)
    if not form.errors:
        form.fail("", "evaluation.session.error.nothing_new")


def _lacks_reason(error: Exception) -> bool:
    return isinstance(error, FieldError) and error.name == "reason"


def note_refused(form: Form, rows: Iterable[SessionRow], outcome: DecisionsTaken) -> None:
    """Why a row was not taken, at the row; what it shows and carries from now on is what stands."""
    names = {row.dossier.row.key: row.dossier.name for row in rows}
    unsaid = [names.get(key, "") for key, error in outcome.refused if _lacks_reason(error)]
    together = len(unsaid) > SINGLY
    if together:
        named = ", ".join(unsaid[:SINGLY])
        form.fail(COMMON_REASON, "evaluation.session.error.reasons", n=len(unsaid), names=named)
    for key, error in outcome.refused:
        if together and _lacks_reason(error):
            continue
        for each in (error, *error.others) if isinstance(error, FieldError) else (error,):
            name = each.name if isinstance(each, FieldError) else "grade"
            field = f"votes-{key}-{Grade.EXCELLENT.value}" if name == "votes" else f"{name}-{key}"
            form.errors.setdefault(field, f"{names.get(key, '')}: {words_of(each, form.tr)}")


def session_typed(form: Form, period: DigestPeriod) -> SessionInput | None:
    """A session as it is typed; None where a field cannot be read, with all else that is wrong."""
    held_on, body = form.day("held_on"), form.needed("body")
    if held_on is None and "held_on" not in form.errors:
        form.fail_empty("held_on")
    members, present = (number_in(form.text(name)) for name in ("members", "present"))
    for name, count in (("members", members), ("present", present)):
        if count is None:
            form.fail(name, "evaluation.session.error.not_a_count", found=form.text(name) or "–")
    if held_on is None or members is None or present is None:
        end, names = over_before_evaluation(period), {name: form.text(name) for name in NAMES}
        for fault in session_faults(end, held_on, names, members, present):
            note_fault(form, fault)
        return None
    return SessionInput(
        held_on, body, members, present, form.text("place"), form.text("chair"),
        form.text("clerk"),
    )  # fmt: skip
