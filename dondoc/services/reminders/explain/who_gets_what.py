"""Who would get what on a day, for those who answer for the letters, and a letter as it reads."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.organisation.viewer import Viewer
from dondoc.services.reminders.explain.kept_dry_run import foreseen, foreseen_for
from dondoc.services.reminders.explain.planned_messages import HeldBack, PlannedLetter, Preview
from dondoc.services.reminders.letters.compose import composer_for
from dondoc.services.reminders.letters.letter import ComposedLetter, LetterDraft
from dondoc.services.reminders.letters.sender import LettersSender
from dondoc.services.reminders.register.pages import people_called
from dondoc.services.reports.links import without_links
from dondoc.store.bulk import among
from models.assignment import Assignment, Checkpoint
from models.joins import ASSIGNMENT_OF_CHECKPOINT
from models.programme import Programme
from models.rules.roles import Mandate

MAY_SEE_EVERY_LETTER = (Mandate.SECRETARIAT, Mandate.ADMINISTRATOR)
"""Those who answer for what is sent: they see every letter, as the sender does."""


@dataclass(frozen=True)
class Reader:
    """Whom to show: `name` is part of a name or a code; `unit_id` of an item in the letter."""

    name: str = ""
    unit_id: int | None = None


def ahead(session: Session, programme: Programme, viewer: Viewer, now: datetime) -> Preview | None:
    """What would be sent at that moment of all programmes at work; it only reads.

    None for whoever does not answer for letters.
    """
    if not viewer.has(*MAY_SEE_EVERY_LETTER):
        return None
    return foreseen(session, programme, now)


def ahead_for(
    session: Session, programme: Programme, viewer: Viewer, now: datetime, person_id: int
) -> PlannedLetter | None:
    """What one person would be sent at that moment; None for whoever does not answer for it."""
    if not viewer.has(*MAY_SEE_EVERY_LETTER):
        return None
    return foreseen_for(session, programme, now, person_id)


def letters_for(
    session: Session, letters: Iterable[PlannedLetter], reader: Reader
) -> tuple[PlannedLetter, ...]:
    """The letters to those people, in the order given."""
    planned_letters = list(letters)
    if reader.name.strip():
        people = set(people_called(session, reader.name))
        planned_letters = [letter for letter in planned_letters if letter.person_id in people]
    if reader.unit_id is not None:
        checkpoints = {
            reason.checkpoint_id for letter in planned_letters for reason in letter.reasons
        }
        ours = _in_unit(session, checkpoints, reader.unit_id)
        planned_letters = [
            letter
            for letter in planned_letters
            if any(reason.checkpoint_id in ours for reason in letter.reasons)
        ]
    return tuple(planned_letters)


def held_back_for(
    session: Session, of_everybody: Iterable[HeldBack], reader: Reader
) -> tuple[HeldBack, ...]:
    """What waits for those people; it names no unit."""
    held_back_rows = list(of_everybody)
    if reader.unit_id is not None:
        return ()
    if reader.name.strip():
        people = set(people_called(session, reader.name))
        held_back_rows = [held for held in held_back_rows if held.person_id in people]
    return tuple(held_back_rows)


def as_it_reads(
    session: Session, letter: PlannedLetter, now: datetime, office: LettersSender
) -> ComposedLetter:
    """The letter, with no link in it that does anything: those are its reader's alone."""
    instead = {
        reason: absent
        for reason, absent in zip(letter.reasons, letter.instead, strict=True)
        if absent is not None
    }
    draft = LetterDraft(letter.person_id, letter.language, letter.reasons, None, instead)
    office = replace(office, stop_url=None)
    composed = composer_for(session, [draft], now, office).compose(draft)
    return replace(
        composed,
        text=without_links(composed.text),
        html=without_links(composed.html),
        short=without_links(composed.short),
        headers=(),
    )


def _in_unit(session: Session, checkpoint_ids: Iterable[int], unit_id: int) -> set[int]:
    query = (
        select(col(Checkpoint.id))
        .join(*ASSIGNMENT_OF_CHECKPOINT)
        .where(among(session, col(Checkpoint.id), checkpoint_ids))
        .where(col(Assignment.unit_id) == unit_id)
    )
    return set(session.connection().scalars(query))
