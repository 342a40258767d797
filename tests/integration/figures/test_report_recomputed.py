"""The report of a digest says what the recorded acts and the register say, worked out anew.

Two busy quarters are played, with reminders, some of which go out days late, and digests that are
kept; then those of all units, of groups, of units and of officials are compared.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from busy_plan import UNITS
from busy_quarters import FIRST, YEAR, Busy
from either_database import EITHER, settings_on
from figures_recomputed import Work
from programmes import current_programme
from report_compared import compare_report
from report_recomputed import Recount, World
from sqlalchemy import Engine, text

from dondoc.clock import at
from dondoc.services.delivery.policy import Policy
from dondoc.services.delivery.remind import deliver_due, remind
from dondoc.services.digest.parts import DigestPart
from dondoc.services.digest.publish import DigestOrder, publish
from dondoc.services.digest.report import digest_of, read_with_report
from dondoc.services.figures.quarter import parse_period
from dondoc.settings import Settings
from dondoc.store.database import reading
from dondoc.workplace import make_sample, open_workplace

LAST = date(YEAR, 5, 20)
KEPT = (date(YEAR, 3, 20), date(YEAR, 4, 11))
LOOKS = (
    (date(YEAR, 3, 31), "2022-Q1"),
    (date(YEAR, 4, 1), "2022-Q1"),
    (date(YEAR, 4, 12), "2022-H1"),
    (date(YEAR, 4, 17), "2022-Q2"),
    (LAST, "2022-Q1"),
    (LAST, "2022"),
)
"""The last day of a quarter and the day after; after hand-overs; and what was due later."""
Has = Callable[[Work, date], bool]


@pytest.fixture(scope="module", params=EITHER)
def played(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    home = tmp_path_factory.mktemp(f"report-{request.param}")
    with settings_on(request.param, home) as settings:
        yield from _played(settings, home)


def _played(settings: Settings, home: Path) -> Iterator[Engine]:
    workplace = make_sample(open_workplace(settings, "sample"), FIRST)
    busy, day = Busy(workplace), FIRST
    while day <= LAST:
        busy.live(day, drained=day.day % 3 > 0)
        remind(workplace, at(day, 7))
        if day.day % 3:
            deliver_due(workplace, at(day, 8), Policy(portion=200))
        if day in KEPT:
            publish(workplace.engine, DigestOrder("2022-Q1", day), at(day, 19), home / "digests")
        day += timedelta(days=1)
    yield workplace.engine
    workplace.engine.dispose()


def parts_of(world: World, day: date) -> Iterator[tuple[DigestPart, Has]]:
    """All units, those of a group, each unit, each official who leads anything."""
    works = world.works(day)
    yield DigestPart(), lambda work, then: True
    with world.engine.connect() as connection:
        codes = dict(connection.execute(text("SELECT id, code FROM unit_group")).all())
    for group in {work.group for work in works}:
        yield DigestPart(group_code=codes[group]), lambda w, then, g=group: w.group == g  # type: ignore[misc]
    for unit in {work.unit for work in works}:
        yield DigestPart(unit_id=unit), lambda work, then, u=unit: work.unit == u  # type: ignore[misc]
    for person in {world.lead(work, day) for work in works}:
        if isinstance(person, int):
            part = DigestPart(person_id=person, official="X")
            yield part, lambda work, then, p=person: world.lead(work, then) == p  # type: ignore[misc]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("day", "period"),
    LOOKS,
)
def test_every_part_says_what_was_recorded(played: Engine, day: date, period: str) -> None:
    world, asked = World(played, YEAR), parse_period(period)
    compared: list[Any] = []
    with reading(played) as session:
        read = read_with_report(session, current_programme(session, YEAR), asked, day, None)
        for part, has in parts_of(world, day):
            right = Recount(world, (asked.start, asked.end), day, has)
            compare_report(digest_of(read, part), right)
            compared.append(part)
    assert len(compared) > len(UNITS) + 5
