"""Facts on people that stand by a paper: absences, discipline, fields led.

What was recorded wrongly is taken back with a reason: it counts no more, and stays to be read.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Protocol

from sqlmodel import Session

from dondoc.services.evaluation.course.errors import FieldError, raise_faults
from dondoc.services.organisation.changes import SettingsChange
from dondoc.services.organisation.directory import names_of_people
from models.rules.checkpoints import local_date
from models.rules.texts import bare

LONGEST = 500
"""Letters of what is typed of a paper, and of a reason."""


class PaperFact(Protocol):
    """What each of them keeps of who recorded it, and of who took it back."""

    recorded_at: datetime
    recorded_by_id: int
    taken_back_at: datetime | None
    taken_back_by_id: int | None
    taken_back_why: str


def word_faults(name: str, typed: str, error: str) -> Iterator[FieldError]:
    """Where what was typed is empty or too long."""
    if not 0 < len(bare(typed)) <= LONGEST:
        yield FieldError(name, error, most=LONGEST)


def take_back(change: SettingsChange, fact: PaperFact, why: str, error: str) -> None:
    """Marks a fact as recorded wrongly, by whoever acts; FieldError without a reason."""
    raise_faults(word_faults("reason", why, error))
    fact.taken_back_at, fact.taken_back_by_id = change.now, change.actor.key
    fact.taken_back_why = bare(why)
    change.session.flush()


def stands_on(recorded_at: datetime, taken_back_at: datetime | None, as_of: date) -> bool:
    """Whether it was recorded and not taken back when a day was over."""
    taken_back = taken_back_at is not None and local_date(taken_back_at) <= as_of
    return local_date(recorded_at) <= as_of and not taken_back


def names_of_recorders(session: Session, facts: Iterable[PaperFact]) -> Mapping[int, str]:
    """Of everybody who recorded or took back one of them, by key; one query."""
    people = {
        key
        for each in facts
        for key in (each.recorded_by_id, each.taken_back_by_id)
        if key is not None
    }
    return names_of_people(session, people)
