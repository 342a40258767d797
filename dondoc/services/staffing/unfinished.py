"""What a position leaves unfinished: said before its holder goes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from dondoc.services.organisation.in_force import not_over
from dondoc.services.programme.programmes import programmes_at_work
from models.assignment import Assignment, AssignmentOfficial, Checkpoint
from models.drafts_and_views import ReportDraft
from models.joins import ASSIGNMENT_OF_CHECKPOINT, OFFICIALS_OF_ASSIGNMENT, PROGRAMME_OF_ASSIGNMENT
from models.person import Person, Position, Preference
from models.programme import Programme
from models.rules.stages import UNREPORTED, Standing
from models.rules.vietnamese_order import by_given_name


@dataclass(frozen=True)
class UnfinishedItem:
    """A checkpoint that waits for a report. `draft`: its holder typed something of it."""

    year: int
    ref: str
    extension_asked: bool
    draft: bool


@dataclass(frozen=True)
class Unfinished:
    """All open checkpoints of a position, by due date."""

    items: tuple[UnfinishedItem, ...] = ()

    @property
    def extensions(self) -> tuple[UnfinishedItem, ...]:
        """Those for which more time was asked, and nobody has answered."""
        return tuple(item for item in self.items if item.extension_asked)

    @property
    def drafts(self) -> tuple[UnfinishedItem, ...]:
        """Those of which something was typed and not sent: nobody else sees it."""
        return tuple(item for item in self.items if item.draft)


def unfinished_of(
    session: Session, position_codes: Iterable[str], person_ids: Iterable[int], today: date
) -> dict[str, Unfinished]:
    """By position, in the years at work that have begun. `person_ids`: whose drafts count."""
    at_work = col(Assignment.programme_id).in_({each.key for each in programmes_at_work(session)})
    query = _query(list(position_codes), list(person_ids), today)
    found: dict[str, list[UnfinishedItem]] = {}
    for code, year, ref, label, asked, draft in session.execute(query.where(at_work)):
        item = UnfinishedItem(year, f"{ref}/{label}", bool(asked), bool(draft))
        found.setdefault(code, []).append(item)
    return {code: Unfinished(tuple(items)) for code, items in found.items()}


def _query(position_codes: list[str], person_ids: list[int], today: date) -> Select[Any]:
    drafts = select(col(ReportDraft.checkpoint_id)).where(
        col(ReportDraft.person_id).in_(person_ids)
    )
    return (
        select(
            col(Position.code),
            col(Programme.year),
            col(Assignment.ref),
            col(Checkpoint.label),
            col(Checkpoint.extension_asked).is_not(None),
            col(Checkpoint.id).in_(drafts),
        )
        .select_from(Checkpoint)
        .join(*ASSIGNMENT_OF_CHECKPOINT)
        .join(*OFFICIALS_OF_ASSIGNMENT)
        .join(Position, col(Position.id) == col(AssignmentOfficial.position_id))
        .join(*PROGRAMME_OF_ASSIGNMENT)
        .where(
            col(Position.code).in_(position_codes),
            col(Programme.year) <= today.year,
            col(Assignment.standing) == Standing.LIVE,
            col(Checkpoint.standing) == Standing.LIVE,
            col(Checkpoint.stage).in_(UNREPORTED),
        )
        .order_by(col(Checkpoint.due_on), col(Assignment.ref))
    )


class StandsInFor(NamedTuple):
    """An absence, until a day (that day included), in which somebody is the deputy."""

    deputy: str
    away: str
    until: date


def stands_in_for(
    session: Session, person_ids: Iterable[int], today: date
) -> tuple[StandsInFor, ...]:
    """Whose letters these people read or will read: no longer, once they hold no position."""
    deputy, away = aliased(Person), aliased(Person)
    query = (
        select(col(deputy.full_name), col(away.full_name), col(Preference.paused_to))
        .select_from(Preference)
        .join(deputy, col(deputy.id) == col(Preference.deputy_id))
        .join(away, col(away.id) == col(Preference.person_id))
        .where(
            col(Preference.deputy_id).in_(list(person_ids)),
            not_over(Preference.paused_to, today),
        )
    )
    found = (StandsInFor(*row) for row in session.execute(query))
    return tuple(sorted(found, key=lambda each: by_given_name(each.away)))
