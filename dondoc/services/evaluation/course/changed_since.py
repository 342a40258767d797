"""What changed since a decision that is to be taken again: which work, which facts beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from sqlmodel import Session

from dondoc.services.evaluation.course.basis import plain_field, plain_papers, plain_works
from dondoc.services.evaluation.course.dossiers import entered_of
from dondoc.services.evaluation.course.kept_scores import kept_score
from dondoc.services.evaluation.course.score import DossierWork, verified_since, works_of
from dondoc.services.evaluation.course.sheet import DossierSheet
from models.evaluation_round import EvaluationDossierStep
from models.rules.checkpoints import local_date
from models.rules.evaluation_course.dossiers import DossierStepKind


@dataclass(frozen=True)
class ChangedBasis:
    """`since`: the day as of which it was decided. `refs`: the work that is otherwise now.

    `facts`: what else is, by name. `before`, `now`: the total, by what was entered then.
    """

    since: date
    refs: tuple[str, ...]
    facts: tuple[str, ...]
    before: Fraction | None
    now: Fraction | None


def changed_since(session: Session, sheet: DossierSheet) -> ChangedBasis | None:
    """Of a decision that is shown and outdated; None of any other.

    Of a result corrected on the very day of the decision only the total can tell: the work of a
    day is read as it stood when the day was over.
    """
    decision = sheet.shown.decision
    kept = kept_score(decision)
    if decision is None or kept is None or not sheet.basis_changed:
        return None
    text = decision.computed.get("as_of")
    day = date.fromisoformat(text) if text else local_date(decision.at)
    was = works_of(session, sheet.context, [sheet.dossier], day)[sheet.dossier.row.key]
    total = sheet.scored_with(entered_of(decision)).period.total
    return ChangedBasis(
        day,
        _refs(was, sheet.work, decision),
        tuple(_facts(was, sheet.work, decision)),
        kept.total,
        total.rounded if total else None,
    )


def _refs(was: DossierWork, now: DossierWork, decision: EvaluationDossierStep) -> tuple[str, ...]:
    before, after = _by_ref(was), _by_ref(now)
    refs = sorted(before.keys() | after.keys())
    anew = verified_since(now, decision)
    return tuple(ref for ref in refs if before.get(ref) != after.get(ref) or ref in anew)


def _by_ref(work: DossierWork) -> Mapping[str, Any]:
    return {each[0]: each for each in plain_works(work.works)}


def _facts(was: DossierWork, now: DossierWork, decision: EvaluationDossierStep) -> list[str]:
    moved = now.dossier.latest(DossierStepKind.MOVED)
    differs = {
        "discipline": plain_papers(was.disciplined) != plain_papers(now.disciplined),
        "field": plain_field(was.field) != plain_field(now.field),
        "presence": was.presence != now.presence or was.times != now.times,
        "place": moved is not None and moved.key > decision.key,
        "said": now.dossier.is_said_anew(decision),
    }
    return [name for name, other in differs.items() if other]
