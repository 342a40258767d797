"""Which papers of a round somebody can make: of whom, of which units, and of all."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from dondoc.services.evaluation.course.assessors import assessor_lookup
from dondoc.services.evaluation.course.context import RoundContext, round_context
from dondoc.services.evaluation.course.dossiers import DossierRead
from dondoc.services.evaluation.course.round_board import ASSESSES
from dondoc.services.evaluation.course.rounds import rounds_of
from dondoc.services.evaluation.decisions.sessions import sessions_of
from dondoc.services.evaluation.people.viewings import evaluates
from dondoc.services.figures.periods import DigestPeriod
from dondoc.services.organisation.viewer import Viewer
from dondoc.services.papers.of_evaluation.figures import in_order
from dondoc.services.papers.of_evaluation.request import OF_PERSON, OF_UNIT
from models.evaluation_round import EvaluationSession
from models.programme import Programme
from models.rules.evaluation_course.papers import EvaluationPaperKind

MAX_ROUNDS = 4
"""As many as a page of all papers leads to: the latest."""
_AFTER_DECISION = frozenset({EvaluationPaperKind.DECISION, EvaluationPaperKind.DECISION_LIST})


@dataclass(frozen=True)
class PapersOffered:
    """What there is for a viewer. `people`: whose points they see; `units`: those of which they
    see everybody's, by key and name; `kinds`: papers of the whole round, none for most.
    """

    context: RoundContext
    people: Sequence[DossierRead]
    units: Sequence[tuple[int, str]]
    kinds: tuple[EvaluationPaperKind, ...]
    sessions: Sequence[EvaluationSession]


def papers_offered(session: Session, context: RoundContext, viewer: Viewer) -> PapersOffered:
    """The papers of a round that are the viewer's to make."""
    dossiers = in_order(session, context)
    whole = evaluates(viewer)
    seen = dossiers if whole else _visible(session, context, viewer, dossiers)
    keys = {each.row.key for each in seen}
    of_unit: dict[tuple[int, str], list[bool]] = defaultdict(list)
    for each in dossiers:
        of_unit[each.row.unit_id, each.unit].append(each.row.key in keys)
    sessions = sessions_of(session, context.row.key) if whole else ()
    decided = any(each.decision is not None for each in dossiers)
    return PapersOffered(
        context,
        seen,
        tuple(unit for unit, known in of_unit.items() if all(known)),
        tuple(_kinds(sessions, decided)) if whole else (),
        sessions,
    )


@dataclass(frozen=True)
class RoundWithPapers:
    """A round of which somebody can make papers; `units`: of whose people they see everybody's."""

    period: DigestPeriod
    units: frozenset[int]


def rounds_with_papers(
    session: Session, programme: Programme, viewer: Viewer, today: date
) -> tuple[RoundWithPapers, ...]:
    """The rounds of a programme of which there is a paper for the viewer, the latest first."""
    found = []
    for each in rounds_of(session, programme.key)[:MAX_ROUNDS]:
        offered = papers_offered(session, round_context(session, each.row, today), viewer)
        if offered.people:
            units = frozenset(key for key, _ in offered.units)
            found.append(RoundWithPapers(offered.context.period, units))
    return tuple(found)


def _visible(
    session: Session, context: RoundContext, viewer: Viewer, dossiers: Sequence[DossierRead]
) -> Sequence[DossierRead]:
    lookup, by = assessor_lookup(session, context), viewer.person_id
    return [each for each in dossiers if each.row.person_id == by or lookup.of(each, by) & ASSESSES]


def _kinds(sessions: Sequence[EvaluationSession], decided: bool) -> Sequence[EvaluationPaperKind]:
    """Minutes after a session, decisions once somebody is decided on."""
    found = []
    for kind in EvaluationPaperKind:
        if kind in OF_PERSON or (kind is EvaluationPaperKind.MINUTES and not sessions):
            continue
        if kind in OF_UNIT or decided or kind not in _AFTER_DECISION:
            found.append(kind)
    return found
