"""Facts that every page needs and that seldom change: read once, until something happens.

Only what everybody shares is kept here. What somebody may see, and where a checkpoint stands,
is asked anew for every page.
"""

from datetime import date

from sqlmodel import Session

from dondoc.services.organisation.units import names_on
from dondoc.services.programme.frames import ProgrammeRules
from dondoc.services.work.checkpoints import load_checkpoints
from dondoc.services.work.pending import cached_pending_ids
from dondoc.store.cache import database_of, keep, version
from models.programme import Programme
from models.rules.due import due_facts
from models.rules.responsibility import Occasion


def cached_programme(session: Session, programme_id: int) -> Programme:
    """A programme to read, in no transaction."""

    def read() -> Programme:
        programme = session.get_one(Programme, programme_id)
        session.expunge(programme)
        return programme

    return keep(("programme", database_of(session), programme_id), version(session), read)


def names_of_units(session: Session, day: date) -> dict[int, str]:
    """What every unit is called on a day; those of one name are told apart by their codes."""
    return keep(
        ("units", database_of(session), day),
        version(session),
        lambda: {key: unit.name for key, unit in names_on(session, day).items()},
    )


def waiting_occasions(session: Session, frame: ProgrammeRules) -> dict[int, Occasion]:
    """Facts that decide whose each checkpoint is, as they will be once everything is drained."""
    checkpoints = load_checkpoints(session, frame, sorted(cached_pending_ids(session)))
    return {
        key: Occasion.of(due_facts(checkpoint.facts)) for key, checkpoint in checkpoints.items()
    }
