"""Two quarters in which everything happens, and what every page says of them worked out anew.

The whole is played once a database, and looked at on five days: the day after a quarter, after
days off, after people changed, the last day of a quarter, and the first days of the next.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from busy_compared import (
    compare_api,
    compare_boards,
    compare_indicators,
    compare_items,
    compare_lists,
    compare_overview,
    compare_people,
    compare_workbook,
)
from busy_pages import COUNTED, Seen
from busy_plan import OFFICE
from busy_quarters import FIRST, YEAR, Busy, digest_json
from either_database import EITHER, settings_on
from figures_recomputed import work_on
from programmes import current_programme
from queues_compared import compare_queues
from sites import Site

from dondoc.services.digest.figures import figures
from dondoc.services.figures.quarter import Quarter, quarter_of
from dondoc.services.operations.metrics import gauges
from dondoc.services.organisation.directory import find_person
from dondoc.services.organisation.viewer import open_viewer
from dondoc.settings import Settings
from dondoc.store.database import reading
from dondoc.workplace import make_sample, open_workplace

DAYS = [date(YEAR, 4, 1), date(YEAR, 5, 4), date(YEAR, 5, 17), date(YEAR, 6, 30), date(YEAR, 7, 5)]


@pytest.fixture(scope="module", params=EITHER)
def played(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Any]:
    """The quarters as far as a day: played on in the order in which the tests ask."""
    home = tmp_path_factory.mktemp(f"busy-{request.param}")
    with settings_on(request.param, home) as settings:
        yield from _played(settings)


def _played(settings: Settings) -> Iterator[Any]:
    workplace = make_sample(open_workplace(settings, "sample"), FIRST)
    yield Played(Busy(workplace))
    workplace.engine.dispose()


class Played:
    """`digests`: the figures of two quarters as they were compiled in the evening of a day."""

    def __init__(self, busy: Busy) -> None:
        self.busy, self.next = busy, FIRST
        self.digests: dict[tuple[date, int], dict[str, Any]] = {}

    def until(self, day: date) -> Site:
        """Up to the evening of a day; what was recorded on it after noon is not drained."""
        while self.next <= day:
            drained = self.next not in DAYS and self.busy.chance.random() < 0.6
            self.busy.live(self.next, drained=drained)
            back = 10 * (self.next.day % 2)  # every other day that of the quarter before
            quarter = quarter_of(max(FIRST, self.next - timedelta(days=back))).number
            self.digests[self.next, quarter] = self.digest(self.next, quarter)
            self.next += timedelta(days=1)
        return self.busy.site(day)

    def digest(self, day: date, quarter: int) -> dict[str, Any]:
        return digest_json(self.busy.workplace.engine, quarter, day)


@pytest.mark.slow
@pytest.mark.parametrize("day", DAYS)
def test_every_figure_is_what_was_recorded(played: Played, day: date) -> None:
    seen = Seen(played.until(day), day)
    with reading(seen.site.workplace.engine) as session:
        programme = current_programme(session, YEAR)
        viewer = open_viewer(session, find_person(session, OFFICE), programme, day)
        compare_overview(session, programme, viewer, seen)
        for number in (1, 2, 3, 4):
            made = figures(session, programme, Quarter(YEAR, number), day, None)
            compare_indicators(made, Quarter(YEAR, number), seen)
            compare_lists(made, Quarter(YEAR, number), seen)
        compare_queues(session, programme, viewer, seen)
        compare_people(session, programme, viewer, seen)
        compare_boards(session, programme, viewer, seen)
        compare_items(session, programme, viewer, seen)
        told = gauges(session, seen.site.workplace.clock().now()).counts[YEAR]
        assert [getattr(told, name) for name in COUNTED] == seen.counted(seen.works)
    compare_workbook(seen)
    compare_api(seen)
    for client in seen.site.clients:
        client.close()


@pytest.mark.slow
def test_a_digest_of_an_earlier_day_is_the_one_that_was_compiled_on_it(played: Played) -> None:
    """Also where acts waited to be drained, and whatever was recorded since."""
    played.until(DAYS[-1])
    played.busy.drain()
    assert len(played.digests) > 150
    for (day, quarter), compiled in played.digests.items():
        assert played.digest(day, quarter) == compiled, (day, quarter)


def test_the_quarters_are_busy(played: Played) -> None:
    """Nothing above is said of nothing."""
    played.until(DAYS[-1])
    engine = played.busy.workplace.engine
    works = work_on(engine, YEAR, DAYS[-1])
    acts = Counter(act for work in works for act, _ in work.acts)
    for act in ("report", "verify", "return", "correct", "evaluate", "change_due", "not_reported"):
        assert acts[act] >= 3, act
    assert any(work.missing for day in DAYS for work in work_on(engine, YEAR, day))
    assert any(work.settled and work.undelivered for work in works)
    assert len(works) < len(played.busy.refs)  # something was withdrawn
