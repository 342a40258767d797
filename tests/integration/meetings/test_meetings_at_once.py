"""Meetings when two act at once, and when the year turns; on both databases."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Thread

import pytest
from programmes import current_programme
from settings_world import SettingsWorld
from sqlalchemy import Engine
from sqlmodel import select

from dondoc.clock import at
from dondoc.errors import BadInput
from dondoc.services.meetings.agenda import Agenda
from dondoc.services.meetings.call import call_meeting
from dondoc.services.meetings.conclusions import ConclusionInput, Conclusions
from dondoc.services.meetings.follow_up import conclusions_of, visible_to
from dondoc.services.organisation.directory import find_person
from dondoc.services.organisation.viewer import open_viewer
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


def given(office: SettingsWorld, to: str, folder: Path) -> None:
    """A task of December's meeting, given to a position of somebody."""
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
        Conclusions(change, folder).record(meeting_id, item.key, task)


def seen_in_january(office: SettingsWorld, who: str) -> list[str]:
    """What somebody sees of it once the next year's programme is looked at."""
    with writing(office.engine) as session:
        if session.exec(select(Programme).where(Programme.year == 2023)).first() is None:
            rules = current_programme(session).rule_set_id
            session.add(Programme(year=2023, title="2023", rule_set_id=rules, created_at=JANUARY))
    with reading(office.engine) as session:
        year = session.exec(select(Programme).where(Programme.year == 2023)).one()
        viewer = open_viewer(session, find_person(session, who), year, date(2023, 1, 9))
        if who == SECRETARY:
            viewer = replace(viewer, mandates=frozenset({Mandate.SECRETARIAT}))
        rows = conclusions_of(session, year, viewer.day, visible_to(viewer))
        return [row.conclusion.words for row in rows]


@pytest.mark.parametrize("who", [SECRETARY, OFFICIAL])
def test_what_december_left_unfinished_is_seen_in_january(
    office: SettingsWorld, tmp_path: Path, who: str
) -> None:
    given(office, OFFICIAL, tmp_path)
    assert seen_in_january(office, who) == ["báo cáo"]


def test_whoever_sees_all_answers_their_own_of_another_year(
    office: SettingsWorld, tmp_path: Path
) -> None:
    given(office, SECRETARY, tmp_path)
    assert seen_in_january(office, SECRETARY) == ["báo cáo"]
