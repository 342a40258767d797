"""Meetings when two act at once, and when the year turns; on both databases."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Thread

import pytest
from programmes import current_programme
from settings_world import SettingsWorld
from sqlalchemy import Engine
from sqlmodel import Session, select

from dondoc.clock import at
from dondoc.errors import BadInput, DondocError
from dondoc.services.meetings.agenda import Agenda
from dondoc.services.meetings.call import call_meeting
from dondoc.services.meetings.change import call_off, reschedule
from dondoc.services.meetings.conclusions import ConclusionInput, Conclusions
from dondoc.services.meetings.follow_up import conclusions_of, late_conclusions, visible_to
from dondoc.services.meetings.take_back import take_back
from dondoc.services.organisation.changes import SettingsChange
from dondoc.services.organisation.directory import find_person
from dondoc.services.organisation.viewer import Viewer, open_viewer
from dondoc.store.database import reading, writing
from models.person import Holding, Position
from models.programme import Programme
from models.rules.conclusions import ConclusionKind
from models.rules.roles import Mandate

DECEMBER, JANUARY = at(date(2022, 12, 15), 9), at(date(2023, 1, 9), 9)
SECRETARY, OTHER, OFFICIAL = "dung", "em", "an"


@pytest.fixture
def office(engine: Engine) -> SettingsWorld:
    made = SettingsWorld.begin(engine)
    made.now = DECEMBER
    return made


def called(office: SettingsWorld, who: str) -> int:
    with office.office(who) as change:
        programme_id = current_programme(change.session).key
        return call_meeting(change, programme_id, date(2022, 12, 15), "Phiên họp").key


def test_of_two_who_call_the_same_meeting_one_is_told(office: SettingsWorld) -> None:
    told: list[str] = []

    def second() -> None:
        try:
            called(office, OTHER)
        except BadInput as error:
            told.append(error.key)

    other = Thread(target=second, daemon=True)
    with office.office(SECRETARY) as change:
        programme_id = current_programme(change.session).key
        call_meeting(change, programme_id, date(2022, 12, 15), "Phiên họp")
        other.start()
        other.join(0.5)
        assert other.is_alive()  # it waits, and looks again
    other.join(20)
    assert told == ["meeting.error.called"]


def second_waits_and_is_told(
    office: SettingsWorld,
    first: Callable[[SettingsChange], object],
    second: Callable[[SettingsChange], object],
    who: str = OTHER,
) -> list[str]:
    """What somebody is told whose act waits until another one's is done."""
    told: list[str] = []

    def acting() -> None:
        try:
            with office.office(who) as change:
                second(change)
        except DondocError as error:
            told.append(error.key)

    other = Thread(target=acting, daemon=True)
    with office.office(SECRETARY) as change:
        first(change)
        other.start()
        other.join(0.5)
        assert other.is_alive()
    other.join(20)
    return told


def test_a_meeting_called_off_meanwhile_takes_no_conclusion(
    office: SettingsWorld, tmp_path: Path
) -> None:
    meeting_id, item_id, task = prepared(office, OFFICIAL)
    told = second_waits_and_is_told(
        office,
        lambda it: call_off(it, meeting_id, "Trùng kỳ họp"),
        lambda it: Conclusions(it, tmp_path).record(meeting_id, item_id, task),
    )
    assert told == ["meeting.error.called_off"]


def test_a_meeting_that_concludes_meanwhile_is_neither_moved_nor_called_off(
    office: SettingsWorld, tmp_path: Path
) -> None:
    meeting_id, item_id, task = prepared(office, OFFICIAL)
    told = second_waits_and_is_told(
        office,
        lambda it: Conclusions(it, tmp_path).record(meeting_id, item_id, task),
        lambda it: reschedule(it, meeting_id, date(2022, 12, 20), "Phiên họp"),
    )
    assert told == ["meeting.error.has_concluded"]


def test_a_task_taken_back_meanwhile_is_not_answered(office: SettingsWorld, tmp_path: Path) -> None:
    meeting_id, key = given(office, OFFICIAL, tmp_path)
    told = second_waits_and_is_told(
        office,
        lambda it: take_back(it, meeting_id, key, "Ghi nhầm"),
        lambda it: Conclusions(it, tmp_path).answer(key, "Đã làm"),
        OFFICIAL,
    )
    assert told == ["meeting.error.taken_back"]


def test_a_task_accepted_meanwhile_is_not_taken_back(office: SettingsWorld, tmp_path: Path) -> None:
    meeting_id, key = given(office, OFFICIAL, tmp_path)
    with office.office(OFFICIAL) as change:
        Conclusions(change, tmp_path).answer(key, "Đã làm")
    told = second_waits_and_is_told(
        office,
        lambda it: Conclusions(it, tmp_path).accept(key),
        lambda it: take_back(it, meeting_id, key, "Ghi nhầm"),
    )
    assert told == ["meeting.error.accepted"]


def test_what_december_gave_is_taken_back_in_january_and_asks_nothing_then(
    office: SettingsWorld, tmp_path: Path
) -> None:
    meeting_id, key = given(office, OFFICIAL, tmp_path)
    seen_in_january(office, SECRETARY)
    office.now = JANUARY
    with office.office(SECRETARY) as change:
        take_back(change, meeting_id, key, "Ghi nhầm")
    assert seen_in_january(office, SECRETARY) == []


def prepared(office: SettingsWorld, to: str) -> tuple[int, int, ConclusionInput]:
    """December's meeting, its matter, and a task for a position of somebody."""
    meeting_id = called(office, SECRETARY)
    with office.office(SECRETARY) as change:
        item = Agenda(change, meeting_id).add_own("Việc", "")
        held = (
            select(Position.code)
            .join(Holding)
            .where(Holding.person_id == find_person(change.session, to).key)
        )
        code = change.session.exec(held).first() or ""
        task = ConclusionInput(ConclusionKind.TASK, "báo cáo", code, date(2022, 12, 30))
        return meeting_id, item.key, task


def given(office: SettingsWorld, to: str, folder: Path) -> tuple[int, int]:
    """A task of December's meeting, given to a position of somebody; with its meeting."""
    meeting_id, item_id, task = prepared(office, to)
    with office.office(SECRETARY) as change:
        return meeting_id, Conclusions(change, folder).record(meeting_id, item_id, task).key


def seen_in_january(office: SettingsWorld, who: str) -> list[str]:
    """What somebody sees of it once the next year's programme is looked at."""
    with writing(office.engine) as session:
        if session.exec(select(Programme).where(Programme.year == 2023)).first() is None:
            rules = current_programme(session).rule_set_id
            session.add(Programme(year=2023, title="2023", rule_set_id=rules, created_at=JANUARY))
    with reading(office.engine) as session:
        year, viewer = of_january(session, who)
        rows = conclusions_of(session, year, viewer.day, visible_to(viewer))
        return [row.conclusion.words for row in rows]


def of_january(session: Session, who: str) -> tuple[Programme, Viewer]:
    """The next year's programme, and somebody who looks at it."""
    year = session.exec(select(Programme).where(Programme.year == 2023)).one()
    viewer = open_viewer(session, find_person(session, who), year, date(2023, 1, 9))
    if who == SECRETARY:
        viewer = replace(viewer, mandates=frozenset({Mandate.SECRETARIAT}))
    return year, viewer


@pytest.mark.parametrize("who", [SECRETARY, OFFICIAL])
def test_what_december_left_unfinished_is_seen_in_january(
    office: SettingsWorld, tmp_path: Path, who: str
) -> None:
    given(office, OFFICIAL, tmp_path)
    assert seen_in_january(office, who) == ["báo cáo"]


def test_what_december_left_late_is_counted_in_january_as_the_list_has_it(
    office: SettingsWorld, tmp_path: Path
) -> None:
    given(office, OFFICIAL, tmp_path)
    assert seen_in_january(office, SECRETARY) == ["báo cáo"]
    with reading(office.engine) as session:
        year, viewer = of_january(session, SECRETARY)
        assert late_conclusions(session, year, viewer) == 1


def test_whoever_sees_all_answers_their_own_of_another_year(
    office: SettingsWorld, tmp_path: Path
) -> None:
    given(office, SECRETARY, tmp_path)
    assert seen_in_january(office, SECRETARY) == ["báo cáo"]
