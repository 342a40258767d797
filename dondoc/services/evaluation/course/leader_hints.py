"""What is known of d and đ of a leader before somebody says what they are; of e nothing is.

Decree 335/2025/NĐ-CP: d is full where every subordinate reaches at least "completed", đ where the
unit finished everything in time, well and with initiative. Whether there was initiative no system
knows: đ is proposed where it is known to be missing, and left open else.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain

from sqlmodel import Session

from dondoc.services.evaluation.course.context import RoundContext
from dondoc.services.evaluation.course.dossiers import DossierRead, dossiers_of
from dondoc.services.evaluation.course.kept_scores import kept_score
from dondoc.services.evaluation.course.withheld import shown_to
from dondoc.services.evaluation.people.leading import headed_units, unit_places_on
from dondoc.services.evaluation.people.read import read_officials
from dondoc.services.evaluation.people.work import OfficialWork
from dondoc.services.organisation.units import names_on
from models.rules.scoring.leaders import Subordinate, organising_full, subordinates_full


@dataclass(frozen=True)
class LeaderHints:
    """d and đ as far as they are known, and what that rests on.

    `subordinates`: how many of the units are evaluated; `known`: of how many the total is known;
    `tasks`: of the units, counted; `late`, `returned`: how many of these were. `units`: all that
    they head, by name.
    """

    subordinates_full: bool | None
    organising_full: bool | None
    subordinates: int
    known: int
    tasks: int
    late: int
    returned: int
    units: tuple[str, ...]


def leader_hints(
    session: Session, context: RoundContext, dossier: DossierRead, *, evaluates: bool
) -> LeaderHints:
    """Of a head: from the evaluations and the work of every unit that they head.

    `evaluates`: whether whoever looks may know decisions before they are published.
    """
    row = dossier.row
    places, names = (
        unit_places_on(session, context.period.end),
        names_on(session, context.period.end),
    )
    headed = {row.unit_id, *headed_units(places).get(row.person_id, ())}
    theirs = [
        each
        for each in dossiers_of(session, context)
        if each.row.unit_id in headed and each.row.key != row.key
    ]
    below = [_subordinate(shown_to(context, each, evaluates=evaluates)) for each in theirs]
    reading = read_officials(session, context.programme, context.today)
    works = [*reading.vacant, *chain.from_iterable(reading.by_person.values())]
    return replace(
        _of_work(
            [each for each in works if each.unit_id in headed and each.due_on in context.period]
        ),
        subordinates_full=subordinates_full(below, context.rules[row.leads].parameters),
        subordinates=len(below),
        known=sum(each.points is not None for each in below),
        units=tuple(names[key].name for key in sorted(headed)),
    )


def _of_work(works: Sequence[OfficialWork]) -> LeaderHints:
    """Whoever led it then, and wherever they are now: it is the units' work."""
    counted = [each for each in works if each.reason is None]
    late = sum(bool(each.latenesses) for each in counted)
    returned = sum(bool(each.reviews) for each in counted)
    full = organising_full(not late, not returned, None) if counted else None
    return LeaderHints(None, full, 0, 0, len(counted), late, returned, ())


def _subordinate(dossier: DossierRead) -> Subordinate:
    """By the score of the level above, or the decision; their own score proves nothing."""
    step = dossier.decision or dossier.comment
    score = kept_score(step)
    decided = dossier.decision
    return Subordinate(
        None if score is None else score.exact, None if decided is None else decided.grade
    )
