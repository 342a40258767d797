"""Meetings that are moved to another day, renamed, or called off, on both databases."""

from datetime import date
from pathlib import Path

import pytest
from meeting_world import (
    HEAD,
    HELD,
    OTHER_MEMBER,
    SECRETARIAT,
    MeetingWorld,
    begins_with,
    last_event,
    states,
)
from sqlalchemy import Engine
from sqlmodel import select

from dondoc.errors import BadInput, Refused
from dondoc.services.meetings.agenda import Agenda
from dondoc.services.meetings.proposals import proposed
from dondoc.store.database import reading, writing
from models.meeting import AgendaItem
from models.programme import Programme
from models.rules.conclusions import AgendaReason, ConclusionKind
from models.rules.meetings import MeetingState

DUE, LATE = date(2022, 3, 4), date(2022, 3, 14)


@pytest.fixture
def office(engine: Engine, tmp_path: Path) -> MeetingWorld:
    return MeetingWorld(engine, tmp_path)


def test_a_meeting_is_moved_and_renamed_until_something_is_concluded_at_it(office: MeetingWorld):
    office.meets()
    office.moves(LATE, "  Phiên họp tháng 3 ")
    assert states(office) == [("Phiên họp tháng 3", MeetingState.AHEAD, 0)]
    who, did, _, data = last_event(office)
    assert (who, did) == (SECRETARIAT, "rescheduled")
    assert (data["old_day"], data["old_title"]) == (HELD.isoformat(), "Phiên họp 14/02")
    with pytest.raises(BadInput, match="not_held"):
        office.concludes(ConclusionKind.TASK, due_on=date(2022, 3, 31))
    office.on(LATE)
    key = office.concludes(ConclusionKind.TASK, due_on=date(2022, 3, 31))
    for change in (lambda: office.moves(date(2022, 3, 21), "Khác"), office.calls_off):
        with pytest.raises(BadInput, match="has_concluded"):
            change()
    office.takes_back(key)
    office.moves(date(2022, 3, 21), "Phiên họp tháng 3")


def test_a_meeting_is_moved_to_no_day_that_is_over_and_to_no_other_ones_place(office: MeetingWorld):
    office.meets()
    title = "Phiên họp 14/02"
    office.on(DUE)
    office.moves(HELD, "Phiên họp bù")  # its own day stays, though it is over
    office.moves(HELD, title)
    for day, named, why in (
        (date(2022, 3, 3), title, "over"), (LATE, " ", "no_title"), (LATE, "x" * 201, "too_long"),
    ):  # fmt: skip
        with pytest.raises(BadInput, match=why):
            office.moves(day, named)
    with pytest.raises(Refused):
        office.moves(LATE, title, by=HEAD)
    office.moves(LATE, title)
    office.meets(subject="Khác")
    with pytest.raises(BadInput, match="called"):
        office.moves(LATE, title)
    assert len(states(office)) == 2


def test_a_meeting_called_off_is_no_meeting_before_and_takes_nothing_more(office: MeetingWorld):
    office.meets().concludes(ConclusionKind.TASK, due_on=DUE, words="việc một")
    office.on(date(2022, 2, 21)).meets(subject="Tái định cư")
    with pytest.raises(Refused):
        office.calls_off(by=HEAD)
    with pytest.raises(BadInput, match="no_why"):
        office.calls_off(" ")
    office.calls_off(by=OTHER_MEMBER)
    assert last_event(office)[:3] == (OTHER_MEMBER, "called_off", "Trùng kỳ họp")
    assert states(office)[0] == ("Phiên họp 21/02", MeetingState.CALLED_OFF, 0)
    for act in (
        lambda: office.concludes(ConclusionKind.TASK, due_on=DUE),
        lambda: office.moves(LATE, "Khác"),
        office.calls_off,
        lambda: adds(office),
    ):
        with pytest.raises(BadInput, match="called_off"):
            act()
    office.on(LATE).meets(subject="Phiên sau")
    assert begins_with(office) == ["việc một"]


def adds(office: MeetingWorld) -> None:
    with writing(office.engine) as session:
        Agenda(office.office(session), office.meeting_id).add_own("Thêm", "")


def test_the_day_and_title_of_a_meeting_called_off_are_free_again(office: MeetingWorld) -> None:
    office.meets()
    office.calls_off()
    office.meets()
    assert [state for _, state, _ in states(office)] == [MeetingState.OPEN, MeetingState.CALLED_OFF]


def own_matters(office: MeetingWorld) -> list[tuple[str, str]]:
    with reading(office.engine) as session:
        programme = session.exec(select(Programme)).one()
        found, _ = proposed(session, programme, office.viewer(session), office.clock.now())
        return [(each.title, each.about) for each in found if each.reason is AgendaReason.OWN]


def test_what_was_on_the_agenda_of_a_meeting_called_off_comes_back_once(office: MeetingWorld):
    office.meets(subject="Tái định cư")
    assert own_matters(office) == []
    office.calls_off()
    assert own_matters(office) == [("Tái định cư", "Cho ý kiến")]
    office.on(LATE).meets(subject="Khác")
    with writing(office.engine) as session:
        programme = session.exec(select(Programme)).one()
        found, _ = proposed(session, programme, office.viewer(session), office.clock.now())
        own = [each for each in found if each.reason is AgendaReason.OWN]
        Agenda(office.office(session), office.meeting_id).add(own)
    assert own_matters(office) == []
    with reading(office.engine) as session:
        item = session.exec(select(AgendaItem).order_by(AgendaItem.id.desc())).first()  # type: ignore[union-attr]
        assert item is not None
        assert (item.subject, item.requested) == ("Tái định cư", "Cho ý kiến")
