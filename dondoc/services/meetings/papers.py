"""The papers of a meeting: the pack, the form of its minutes, and the notice of conclusions.

A paper of the office is Vietnamese, in whatever language its maker reads the pages.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session

from dondoc.i18n import translator
from dondoc.rendering import formats
from dondoc.services.meetings.agenda import items_of
from dondoc.services.meetings.conclusion_words import holder_words, state_words
from dondoc.services.meetings.conclusions_before import before_meeting
from dondoc.services.meetings.follow_up import (
    ConclusionRow,
    concluded_at,
    conclusions_of,
    is_standing,
)
from dondoc.services.meetings.matter import Matter, matters_of
from dondoc.services.meetings.matter_page import page_of
from dondoc.services.papers.bodies import check_bodies
from dondoc.services.papers.cells import OPEN
from dondoc.services.papers.of_digest import PaperOrder
from dondoc.services.papers.paper import (
    Block,
    Paper,
    PaperColumn,
    PaperHeading,
    PaperRow,
    PaperSignatures,
    PaperTable,
    Paragraph,
    SigningPlace,
)
from models.meeting import AgendaItem, Meeting
from models.programme import Programme
from models.rules.checkpoints import local_date
from models.rules.conclusions import TO_A_POSITION


class MeetingPaper(StrEnum):
    """Which paper of a meeting; its kind in the layout is `_KINDS`."""

    PACK = "pack"
    MINUTES = "minutes"
    NOTICE = "notice"


_KINDS = {
    MeetingPaper.PACK: "report",
    MeetingPaper.MINUTES: "minutes",
    MeetingPaper.NOTICE: "notice",
}
_TR = translator("vi")


def meeting_paper(
    session: Session,
    programme: Programme,
    meeting: Meeting,
    which: MeetingPaper,
    order: PaperOrder,
    now: datetime,
) -> Paper:
    """A paper of a meeting. Raises BadInput for a body that has ended."""
    blocks = _BODIES[which](session, programme, meeting, now)
    today = local_date(now)
    note = _TR("meeting.paper.as_of", day=formats.day(today)) if which is MeetingPaper.PACK else ""
    paper = Paper(
        form=order.form,
        day=order.day,
        kind=_KINDS[which],
        subject=_TR(
            f"meeting.paper.{which}.subject",
            title=meeting.title if which is MeetingPaper.MINUTES else in_sentence(meeting.title),
            day=formats.day(meeting.held_on),
        ),
        subject_note=note,
        blocks=tuple(blocks),
        issuer=order.issuer,
        notice=_TR("digest.sample") if order.sample else "",
    )
    check_bodies(session, paper)
    return paper


_COMMON_NOUNS = frozenset({"hội", "phiên", "cuộc", "giao"})
"""Words with which titles of meetings begin and that are nobody's name."""
_MEETS = "họp"
"""A verb: within a sentence a noun goes before it."""


def in_sentence(title: str) -> str:
    """A title within a sentence: "Họp Ban Thường vụ." becomes "cuộc họp Ban Thường vụ"."""
    title = title.rstrip(" .,;:")
    first = title.partition(" ")[0].lower()
    lowered = title[:1].lower() + title[1:]
    if first == _MEETS:
        return _TR("meeting.paper.meeting", title=lowered)
    return lowered if first in _COMMON_NOUNS else title


def _pack_body(
    session: Session, programme: Programme, meeting: Meeting, now: datetime
) -> Iterator[Block]:
    before = before_meeting(session, meeting)
    yield from _became(conclusions_of(session, programme, local_date(now), before))
    matters = matters_of(session, programme, meeting, now)
    yield from _agenda(matters)
    for matter in matters:
        yield from page_of(matter)


def _minutes_body(
    session: Session, programme: Programme, meeting: Meeting, now: datetime
) -> Iterator[Block]:
    ours = _concluded(session, programme, meeting, now)
    yield from _minutes(meeting, items_of(session, meeting.key), ours)


def _notice_body(
    session: Session, programme: Programme, meeting: Meeting, now: datetime
) -> Iterator[Block]:
    ours = _concluded(session, programme, meeting, now)
    yield from _notice(meeting, ours)


def _concluded(
    session: Session, programme: Programme, meeting: Meeting, now: datetime
) -> list[ConclusionRow]:
    """What the meeting concluded, without what was taken back."""
    ours = concluded_at(meeting.key)
    return conclusions_of(session, programme, local_date(now), ours, is_standing())


_BODIES = {
    MeetingPaper.PACK: _pack_body,
    MeetingPaper.MINUTES: _minutes_body,
    MeetingPaper.NOTICE: _notice_body,
}


def _became(rows: Sequence[ConclusionRow]) -> Iterator[Block]:
    """What became of the last conclusions, before anything new."""
    title = _TR("meeting.became")
    yield PaperHeading(title)
    if not rows:
        yield Paragraph(_TR("meeting.became.none"))
        return
    names = ("meeting", "conclusion", "given_to", "due", "state")
    yield PaperTable(
        title=title,
        columns=tuple(PaperColumn(_TR(f"meeting.column.{name}")) for name in names),
        rows=tuple(
            PaperRow(
                (
                    formats.day(row.held_on), row.conclusion.words, holder_words(row),
                    formats.day(row.due_on), state_words(row),
                )
            )
            for row in rows
        ),
    )  # fmt: skip


def _agenda(matters: Sequence[Matter]) -> Iterator[Block]:
    title = _TR("meeting.agenda")
    yield PaperHeading(title)
    if not matters:
        yield Paragraph(_TR("meeting.agenda.none"))
        return
    names = ("place", "subject", "reason", "requested")
    yield PaperTable(
        title=title,
        columns=tuple(PaperColumn(_TR(f"meeting.column.{name}")) for name in names),
        rows=tuple(
            PaperRow(
                (str(each.item.place), each.item.subject, _TR(f"meeting.reason.{each.reason}"),
                 each.item.requested)
            )
            for each in matters
        ),
    )  # fmt: skip


def _minutes(
    meeting: Meeting, items: Sequence[AgendaItem], rows: Sequence[ConclusionRow]
) -> Iterator[Block]:
    """The form: what nobody knows beforehand stays open for whoever keeps the minutes."""
    yield PaperHeading(_TR("meeting.minutes.when"))
    yield Paragraph(_TR("meeting.minutes.begins", open=OPEN, day=formats.day(meeting.held_on)))
    yield Paragraph(_TR("meeting.minutes.place", open=OPEN))
    yield PaperHeading(_TR("meeting.minutes.who"))
    for name in ("chair", "secretary", "present", "absent", "invited"):
        yield Paragraph(_TR(f"meeting.minutes.{name}", open=OPEN))
    yield PaperHeading(_TR("meeting.minutes.course"))
    for item in items:
        yield PaperHeading(item.subject, 2)
        if item.requested:
            yield Paragraph(_TR("meeting.minutes.requested", words=item.requested))
        yield Paragraph(_TR("meeting.minutes.opinions", open=OPEN * 3))
        concluded = [row for row in rows if row.conclusion.item_id == item.key]
        for row in concluded:
            yield Paragraph(_TR("meeting.minutes.concluded", words=conclusion_words(row)))
        if not concluded:
            yield Paragraph(_TR("meeting.minutes.conclusion", open=OPEN))
    yield Paragraph(_TR("meeting.minutes.ends", open=OPEN))
    clerk, chair = (SigningPlace(_TR(f"meeting.minutes.signs.{who}")) for who in ("clerk", "chair"))
    yield PaperSignatures((clerk, chair), receivers_below=True)


def _notice(meeting: Meeting, rows: Sequence[ConclusionRow]) -> Iterator[Block]:
    day = formats.day(meeting.held_on)
    if not rows:
        yield Paragraph(_TR("meeting.notice.none", day=day, title=meeting.title))
        return
    yield Paragraph(_TR("meeting.notice.opening", day=day, title=in_sentence(meeting.title)))
    for subject in dict.fromkeys(row.subject for row in rows):
        yield PaperHeading(subject)
        for row in rows:
            if row.subject == subject:
                yield Paragraph(f"- {conclusion_words(row)}")
    yield Paragraph(_TR("meeting.notice.end"))


def conclusion_words(row: ConclusionRow) -> str:
    """A conclusion as a sentence of a paper: who is given what, until when."""
    conclusion, due = row.conclusion, formats.day(row.conclusion.due_on)
    words = conclusion.words.rstrip(".")
    if conclusion.kind in TO_A_POSITION:
        return _TR("meeting.sentence.task", who=f"{row.title} ({row.unit})", words=words, day=due)
    return _TR(f"meeting.sentence.{conclusion.kind}", words=words, day=due)
