"""Meetings on what is behind: their agenda, and what they concluded."""

from datetime import date, datetime

from sqlalchemy import Column, Index, LargeBinary, UniqueConstraint, false, text
from sqlmodel import Field

from models.base import Row
from models.columns import Instant, choice_column, code_column, one_of, text_column
from models.rules.conclusions import AgendaReason, ConclusionKind

_NOT_ACCEPTED = text("accepted_at IS NULL")


class Meeting(Row, table=True):
    """A meeting that the secretariat prepares. `title`: of what body, such as its session.

    `called_off_why`: the reason of one that is not held; no foreign key to who called it off, as
    SQLite would have to make the table anew for it.
    """

    __tablename__ = "meeting"

    programme_id: int = Field(foreign_key="programme.id", index=True)
    held_on: date = Field(index=True)
    title: str = Field(sa_column=text_column())
    called_at: datetime = Field(sa_type=Instant)
    called_by_id: int = Field(foreign_key="person.id")
    called_off_at: datetime | None = Field(default=None, sa_type=Instant)
    called_off_by_id: int | None = None
    called_off_why: str = Field(default="", sa_column=text_column(server_default=""))


class AgendaItem(Row, table=True):
    """A matter on the agenda of a meeting. `place`: its order, from 1; 0 once it was taken off.

    `requested`: what is asked of the meeting. `checkpoint_id`: the checkpoint that it is about,
    `assignment_id` its assignment; `unit_id`: the unit; none of them of a matter of its own.
    """

    __tablename__ = "agenda_item"
    __table_args__ = (one_of("reason", AgendaReason),)

    meeting_id: int = Field(foreign_key="meeting.id", index=True)
    place: int
    reason: AgendaReason = Field(sa_column=choice_column(AgendaReason))
    subject: str = Field(sa_column=text_column())
    requested: str = Field(default="", sa_column=text_column())
    assignment_id: int | None = Field(default=None, foreign_key="assignment.id")
    checkpoint_id: int | None = Field(default=None, foreign_key="checkpoint.id")
    unit_id: int | None = Field(default=None, foreign_key="unit.id")


class Conclusion(Row, table=True):
    """What a meeting concluded on a matter. `position_id`: who was given it, whoever holds it.

    `checkpoint_id`: the work of the plan that it became, which says by itself how it stands.
    `answer`: in the words of whoever was given it; `returned`: why an answer was sent back, ''
    once there is another one. `mend_by`: until when what was sent back is to be answered anew,
    where too little of the time was left; `came_late`: an answer that was sent back had come late.
    `taken_back_why`: the reason of one that was recorded wrongly.
    """

    __tablename__ = "conclusion"
    __table_args__ = (
        UniqueConstraint("item_id", "number"),
        one_of("kind", ConclusionKind),
        Index("ix_conclusion_not_accepted", "position_id", sqlite_where=_NOT_ACCEPTED,
              postgresql_where=_NOT_ACCEPTED),
    )  # fmt: skip

    item_id: int = Field(foreign_key="agenda_item.id")
    number: int
    kind: ConclusionKind = Field(sa_column=choice_column(ConclusionKind))
    words: str = Field(sa_column=text_column())
    position_id: int | None = Field(default=None, foreign_key="position.id")
    due_on: date | None = None
    checkpoint_id: int | None = None
    concluded_at: datetime = Field(sa_type=Instant)
    concluded_by_id: int = Field(foreign_key="person.id")
    answer: str = Field(default="", sa_column=text_column())
    answered_at: datetime | None = Field(default=None, sa_type=Instant)
    answered_by_id: int | None = Field(default=None, foreign_key="person.id")
    accepted_at: datetime | None = Field(default=None, sa_type=Instant)
    accepted_by_id: int | None = Field(default=None, foreign_key="person.id")
    returned: str = Field(default="", sa_column=text_column())
    mend_by: date | None = None
    came_late: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    taken_back_at: datetime | None = Field(default=None, sa_type=Instant)
    taken_back_by_id: int | None = None
    taken_back_why: str = Field(default="", sa_column=text_column(server_default=""))


class MeetingFile(Row, table=True):
    """A paper of a meeting as it was handed out: the same bytes whenever it is opened.

    `paper`: pack, minutes or notice; `form`: whose rules it follows; `file_format`: docx or pdf.
    """

    __tablename__ = "meeting_file"

    meeting_id: int = Field(foreign_key="meeting.id", index=True)
    paper: str = Field(sa_column=code_column())
    form: str = Field(sa_column=code_column())
    file_format: str = Field(sa_column=code_column())
    handed_out_at: datetime = Field(sa_type=Instant)
    handed_out_by_id: int = Field(foreign_key="person.id")
    file_name: str = Field(sa_column=text_column())
    sha256: str = Field(sa_column=code_column())
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
