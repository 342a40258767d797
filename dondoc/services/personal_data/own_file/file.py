"""A person's file: every kind with its rows, where it is shown, and for how long it is kept."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from dondoc.services.personal_data.own_file import access, acts, course, identity, judged, letters
from dondoc.services.personal_data.own_file.cells import FilePart, FileQuestion
from dondoc.services.personal_data.own_file.kinds import SHOWN_AT, PersonalDataKind
from dondoc.services.personal_data.queue import RequestShown, own_requests
from dondoc.services.personal_data.retention import retention
from models.person import Person
from models.rules.checkpoints import local_date


@dataclass(frozen=True)
class KindShown:
    """A kind of data. `shown_at`: '' where no other page shows it; `months`: None, not ruled."""

    part: FilePart
    shown_at: str
    months: int | None

    @property
    def kind(self) -> PersonalDataKind:
        """Which it is."""
        return self.part.kind

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self.part.rows)


@dataclass(frozen=True)
class OwnFile:
    """Everything that is kept about a person at a moment, in the order of the kinds.

    `requests`: their own, the latest first.
    """

    code: str
    name: str
    at: datetime
    kinds: tuple[KindShown, ...]
    requests: tuple[RequestShown, ...]


def own_file(session: Session, person: Person, now: datetime) -> OwnFile:
    """The file of a person, for nobody but themselves. It reads, and changes nothing."""
    session.flush()
    question = FileQuestion(session, person, local_date(now))
    kept = retention(session)
    requests = own_requests(session, person.key, question.day)
    parts = {each.kind: each for each in _parts(question, requests)}
    kinds = tuple(
        KindShown(parts[kind], SHOWN_AT.get(kind, ""), kept.get(kind)) for kind in PersonalDataKind
    )
    return OwnFile(person.code, person.full_name, now, kinds, requests)


def _parts(question: FileQuestion, requests: tuple[RequestShown, ...]) -> tuple[FilePart, ...]:
    work = judged.own_work(question)
    return (
        identity.person_part(question),
        identity.addresses_part(question),
        identity.wishes_part(question),
        identity.positions_part(question),
        access.account_part(question),
        access.devices_part(question),
        access.programs_part(question),
        acts.acts_part(question),
        acts.reports_part(question),
        judged.verdicts_part(question, work),
        judged.evaluations_part(question, work),
        course.assessments_part(question),
        course.absences_part(question),
        course.discipline_part(question),
        course.fields_part(question),
        acts.causes_part(question),
        letters.letters_part(question),
        judged.looks_part(question, work),
        letters.requests_part(requests),
        acts.notes_part(question),
        letters.changes_part(question),
        letters.office_part(question),
    )
