"""The dry run of a day is kept while it would come out the same, and not a moment longer."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from programmes import current_programme
from sites import Site, person_id
from sqlmodel import col, select

from dondoc.clock import at, wall_clock
from dondoc.services.acts.act_input import ActInput
from dondoc.services.acts.record import Recorder
from dondoc.services.organisation.changes import SettingsChange, acting, acting_for_office
from dondoc.services.reach.preferences import pause, set_office_quiet, set_quiet
from dondoc.services.reminders.explain import kept_dry_run as module
from dondoc.services.reminders.explain.kept_dry_run import as_of, foreseen, foreseen_for
from dondoc.services.reminders.explain.planned_messages import PlannedLetter, Preview
from dondoc.services.reminders.ladder.in_force import LadderScope, replace_ladder
from dondoc.services.staffing.positions import take_position
from dondoc.services.working_days.days import DayWanted, set_day
from dondoc.store.database import reading, writing
from models.message import Message, MessageState
from models.nudge import NudgeKind
from models.person import Holding, Person, Position
from models.rules.checkpoints import Act
from models.rules.ladder import Firmness, Step
from models.rules.roles import Audience

DAY = date(2022, 6, 6)
DEPUTY = "CB-LT4"
"""The secretary of the committee of which READER is the head: may do all that READER does."""
SECRETARIAT, READER, OTHER = "CB-VPTU3", "CB-LT1", "CB-YL1"


def look(site: Site, hour: int = 9, minute: int = 0) -> Preview:
    with reading(site.workplace.engine) as session:
        return foreseen(session, current_programme(session), at(DAY, hour, minute))


def letter(site: Site, found: Preview, code: str = READER) -> PlannedLetter | None:
    mine = person_id(site, code)
    return next((one for one in found.letters if one.person_id == mine), None)


@contextmanager
def by(site: Site, code: str, office: bool = False) -> Iterator[SettingsChange]:
    now = site.workplace.clock().now()
    with writing(site.workplace.engine) as session:
        if office:
            yield acting_for_office(session, code, now, wall_clock())
        else:
            yield acting(session, code, None, now, wall_clock())


def test_it_is_the_same_result_while_nothing_changes(shown: Site) -> None:
    first = look(shown)
    assert look(shown) is first
    assert look(shown, 9, 30) is first  # no quiet hours begin or end in between
    later = at(DAY, 9, 30)
    going = as_of(first.letters, later, first)
    assert {one.goes_at for one in going} == {later} != {one.goes_at for one in first.letters}


def test_quiet_hours_that_began_meanwhile_hold_letters_back(shown: Site) -> None:
    evening, night = look(shown, 19, 59), look(shown, 20, 0)
    going = as_of(evening.letters, at(DAY, 19, 59), evening)
    assert {one.goes_at for one in going} == {at(DAY, 19, 59)}
    assert night is not evening
    assert min(one.goes_at for one in night.letters) > at(DAY, 20, 0)


def test_only_a_few_days_are_held(shown: Site) -> None:
    first = look(shown)
    with reading(shown.workplace.engine) as session:
        programme = current_programme(session)
        for days in range(1, module.DAYS + 1):
            foreseen(session, programme, at(DAY + timedelta(days), 9))
    assert look(shown) is not first


def test_a_letter_is_that_of_the_whole_run_whether_one_is_kept_or_not(shown: Site) -> None:
    with reading(shown.workplace.engine) as session:
        programme, mine = current_programme(session), person_id(shown, READER)
        for days in range(module.DAYS):  # nothing of DAY is kept after these
            foreseen(session, programme, at(DAY + timedelta(days + 1), 9))
        alone = foreseen_for(session, programme, at(DAY, 9), mine)
        assert alone is not None
        whole = foreseen(session, programme, at(DAY, 9))
        assert letter(shown, whole) == alone
        assert foreseen_for(session, programme, at(DAY, 9), mine) == alone
        assert foreseen_for(session, programme, at(DAY, 9), 0) is None


def _quiet(site: Site) -> None:
    with by(site, READER) as mine:
        set_quiet(mine, "08:30-11:00")


def _office_quiet(site: Site) -> None:
    with by(site, SECRETARIAT, office=True) as office:
        set_office_quiet(office, "08:00-10:00")


def _pause(site: Site) -> None:
    with by(site, READER) as mine:
        pause(mine, DAY, DAY, DEPUTY)


def _holiday(site: Site) -> None:
    with by(site, SECRETARIAT, office=True) as office:
        set_day(office, current_programme(office.session), DayWanted(DAY, False, "nghỉ"))


def _ladder(site: Site) -> None:
    with by(site, SECRETARIAT, office=True) as office:
        programme = current_programme(office.session)
        late = Step(90, Audience.SECRETARIAT, Firmness.REMIND)
        replace_ladder(office.session, programme, LadderScope(), [late], (SECRETARIAT, office.now))


def _successor(site: Site) -> None:
    with by(site, SECRETARIAT, office=True) as office:
        query = (
            select(Position.code)
            .join(Holding, col(Holding.position_id) == Position.id)
            .join(Person, col(Person.id) == Holding.person_id)
            .where(Person.code == READER)
        )
        for code in office.session.exec(query).all():
            take_position(office, OTHER, code, DAY, alone=True)


def _claimed(site: Site) -> None:
    """A deliverer takes the letters that wait: what is new now waits for another day."""
    with writing(site.workplace.engine) as session:
        for one in session.exec(select(Message).where(Message.state == MessageState.QUEUED)):
            one.claimed_by = "a deliverer"


def _report(site: Site) -> None:
    lines = [line for one in look(site).letters for line in one.lines]
    due = next(one for one in lines if NudgeKind.DEADLINE in one.kinds)
    with by(site, SECRETARIAT) as office:
        given = ActInput(
            Act.CHANGE_DUE, due.ref, SECRETARIAT, new_due_on=date(2022, 12, 1), reason="dời"
        )
        Recorder(office.session, office.now, site.workplace.evidence).record(given)


@pytest.mark.parametrize(
    "change",
    [_quiet, _office_quiet, _pause, _holiday, _ladder, _successor, _claimed, _report],
)
def test_whatever_changes_the_outcome_is_seen_at_once(
    site: Site, change: Callable[[Site], None]
) -> None:
    before = look(site)
    assert letter(site, before) is not None
    change(site)
    after = look(site)
    assert (after.letters, after.day_off) != (before.letters, before.day_off)
