"""Papers of a meeting as they were handed out: kept as files, and the same bytes for ever."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from dondoc.services.meetings.call import meeting_to_change, note_meeting
from dondoc.services.organisation.changes import SettingsChange
from dondoc.services.organisation.directory import names_of_people
from models.meeting import MeetingFile


@dataclass(frozen=True)
class FileDraft:
    """A paper that was made and is not kept yet; `paper`, `form`, `file_format` as in the file."""

    paper: str
    form: str
    file_format: str
    file_name: str
    content: bytes


@dataclass(frozen=True)
class FileShown:
    """A kept file as the page lists it, without its bytes."""

    key: int
    paper: str
    form: str
    file_format: str
    file_name: str
    sha256: str
    at: datetime
    by: str


def hand_out(office: SettingsChange, meeting_id: int, drafts: Sequence[FileDraft]) -> None:
    """Keeps papers as they are handed out; the same bytes once more are the file that is there.

    Raises Refused for whoever is not the secretariat, and BadInput for a meeting called off.
    """
    meeting = meeting_to_change(office, meeting_id)
    for draft in drafts:
        sha256 = hashlib.sha256(draft.content).hexdigest()
        known = select(MeetingFile.id).where(
            MeetingFile.meeting_id == meeting.key, MeetingFile.sha256 == sha256
        )
        if office.session.exec(known).first() is not None:
            continue
        office.session.add(
            MeetingFile(
                meeting_id=meeting.key, paper=draft.paper, form=draft.form,
                file_format=draft.file_format, handed_out_at=office.now,
                handed_out_by_id=office.actor.key, file_name=draft.file_name, sha256=sha256,
                content=draft.content,
            )
        )  # fmt: skip
        note_meeting(office, meeting, "handed_out", draft.file_name)
    office.session.flush()


def files_of(session: Session, meeting_id: int) -> list[FileShown]:
    """What was handed out for a meeting, the latest first."""
    query = (
        select(
            col(MeetingFile.id), col(MeetingFile.paper), col(MeetingFile.form),
            col(MeetingFile.file_format), col(MeetingFile.file_name), col(MeetingFile.sha256),
            col(MeetingFile.handed_out_at), col(MeetingFile.handed_out_by_id),
        )  # type: ignore[call-overload]
        .where(MeetingFile.meeting_id == meeting_id)
        .order_by(col(MeetingFile.id).desc())
    )  # fmt: skip
    rows = session.exec(query).all()
    names = names_of_people(session, {row[7] for row in rows}) if rows else {}
    return [
        FileShown(key, paper, form, ending, name, sha256, at, names[by])
        for key, paper, form, ending, name, sha256, at, by in rows
    ]


def find_file(session: Session, meeting_id: int, file_id: int) -> MeetingFile | None:
    """A kept file of this meeting."""
    file = session.get(MeetingFile, file_id)
    return file if file is not None and file.meeting_id == meeting_id else None
