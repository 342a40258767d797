"""The pages, the API, digests and exports say what the recorded acts say, worked out anew.

The scripted year is played on both databases; the figures are compared on the last day of each
quarter and on the day after.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from calendar_recomputed import calendar_of
from either_database import EITHER, mostly_slow, settings_on
from figures_compared import YEAR, Compared
from figures_recomputed import STATES, Work, counts, work_on
from sites import Site
from sqlmodel import select
from two_years import load_next_year

from dondoc.clock import StoppedClock, at, wall_clock
from dondoc.examples import SAMPLE_ACTS, SAMPLE_PLAN
from dondoc.services.acts.act_input import ActInput
from dondoc.services.acts.record import Recorder
from dondoc.services.advance.drain import advance
from dondoc.services.organisation.changes import SettingsChange
from dondoc.services.organisation.directory import find_person
from dondoc.services.sample.fill import load_plan
from dondoc.services.sample.script import perform, read_script
from dondoc.services.staffing.positions import take_position
from dondoc.settings import Settings
from dondoc.store.database import writing
from dondoc.web.app import create_app
from dondoc.workplace import CLOCK_OFFSET, Workplace, make_sample, open_workplace, put_setting
from models.person import Holding, Person, Position
from models.rules.checkpoints import Act

pytestmark = pytest.mark.slow

ENDS = [date(2022, 3, 31), date(2022, 6, 30), date(2022, 9, 30), date(2022, 12, 31)]
AFTER = [date(2022, 4, 1), date(2022, 7, 1), date(2022, 10, 1), date(2023, 1, 1)]
DAYS = sorted([*ENDS, *AFTER, date(2022, 5, 20)])
EVENING = 18


@pytest.fixture(scope="module", params=EITHER)
def played(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Any]:
    """The year as far as a day, one day after the other: a function that plays up to a day."""
    home = tmp_path_factory.mktemp(f"year-{request.param}")
    with settings_on(request.param, home) as settings:
        yield from _year(settings)


def _year(settings: Settings) -> Iterator[Any]:
    workplace = make_sample(open_workplace(settings, "sample"), date(YEAR, 1, 1))
    load_plan(workplace.engine, SAMPLE_PLAN, at(date(YEAR, 1, 1), 0))
    yield Played(workplace)
    workplace.engine.dispose()


class Played:
    """A year that is played on as far as it is asked for."""

    def __init__(self, workplace: Workplace) -> None:
        self.workplace = workplace
        self.left = list(read_script(SAMPLE_ACTS))

    def until(self, day: date) -> Site:
        """Everything up to the evening of a day; the day's last acts are not drained."""
        evening = at(day, EVENING)
        clock = StoppedClock(at(day, EVENING - 4))
        for limit in (clock.now(), evening):
            acts = [act for act in self.left if act.at <= limit]
            self.left = [act for act in self.left if act.at > limit]
            done = perform(self.workplace.engine, acts, self.workplace.evidence)
            assert not done.surprises
            if limit != evening:
                advance(self.workplace.engine, clock)
        offset = evening - wall_clock()
        with writing(self.workplace.engine) as session:
            put_setting(session, CLOCK_OFFSET, str(int(offset.total_seconds())))
        workplace = replace(self.workplace, offset=offset)
        return Site(workplace, create_app(workplace))


@pytest.mark.parametrize("day", mostly_slow(DAYS, date(2022, 6, 30)))
def test_every_figure_is_what_was_recorded(played: Played, day: date) -> None:
    site = played.until(day)
    calendar = calendar_of(site.workplace.engine, YEAR)
    works = work_on(site.workplace.engine, YEAR, day)
    assert len(works) > 500
    Compared(site, works, day, calendar).all()
    for client in site.clients:
        client.close()


def test_they_agree_after_a_hand_over_a_return_an_extension_and_another_year(
    played: Played,
) -> None:
    """The last day that was played, with what changes most behind a figure's back."""
    day = DAYS[-1]
    site = played.until(day)
    works = work_on(site.workplace.engine, YEAR, day)
    _return(site, [work for work in works if work.stage == "reported"][:3])
    _extend(site, [work for work in works if work.stage == "in_progress"][:3])
    _hand_over(site, day)
    load_next_year(site, day)
    changed = work_on(site.workplace.engine, YEAR, day)
    before, after = ({work.ref: work for work in some} for some in (works, changed))
    moved = [ref for ref in before if before[ref].due_on != after[ref].due_on]
    assert len(moved) == 6
    Compared(site, changed, day, calendar_of(site.workplace.engine, YEAR), YEAR).all()
    following = work_on(site.workplace.engine, YEAR + 1, day)
    assert len(following) > 500
    Compared(site, following, day, calendar_of(site.workplace.engine, YEAR + 1), YEAR + 1).all()
    for client in site.clients:
        client.close()


def _record(site: Site, act: Act, ref: str, **said: Any) -> None:
    now = site.workplace.clock().now()
    with writing(site.workplace.engine) as session:
        given = ActInput(act=act, ref=ref, by="CB-VPTU3", **said)
        Recorder(session, now, site.workplace.evidence, YEAR).record(given)


def _return(site: Site, works: list[Work]) -> None:
    for work in works:
        _record(site, Act.RETURN, work.ref, reason="Thiếu biên bản", new_due_on=date(2023, 1, 16))


def _extend(site: Site, works: list[Work]) -> None:
    for work in works:
        _record(site, Act.CHANGE_DUE, work.ref, reason="Mưa lũ", new_due_on=date(2023, 2, 3))


def _hand_over(site: Site, day: date) -> None:
    with writing(site.workplace.engine) as session:
        actor = find_person(session, "CB-VPTU5")
        acting = SettingsChange(session, actor, None, site.workplace.clock().now(), wall_clock())
        query = select(Position.code).join(Holding).join(Person).where(Person.code == "CB-LT2")
        take_position(acting, "CB-SXD4", session.exec(query).all()[0], day, alone=True)


def test_the_second_reckoning_reconciles(played: Played) -> None:
    works = work_on(played.workplace.engine, YEAR, date(2023, 1, 1))
    tally = counts(works, date(2023, 1, 1), calendar_of(played.workplace.engine, YEAR))
    assert tally["total"] == sum(tally[state] for state in STATES) == len(works)
    assert isinstance(works[0].reported_at, datetime | None)
