"""The pages, the API, digests and exports say what the recorded acts say, worked out anew.

The scripted year is played on both databases; the figures are compared on the last day of each
quarter and on the day after.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from api_client import V1, program
from either_database import EITHER, settings_on
from figures_recomputed import STATES, Calendar, Work, calendar_of, counts, work_on
from programmes import current_programme
from python_calamine import CalamineWorkbook
from sites import Site
from sqlmodel import select
from two_years import load_next_year

from dondoc.clock import StoppedClock, at, wall_clock
from dondoc.examples import SAMPLE_ACTS, SAMPLE_PLAN
from dondoc.services.acts.act_input import ActInput
from dondoc.services.acts.record import Recorder
from dondoc.services.advance.drain import advance
from dondoc.services.digest.figures import figures
from dondoc.services.figures.quarter import Quarter
from dondoc.services.organisation.changes import SettingsChange
from dondoc.services.organisation.directory import find_person
from dondoc.services.sample.fill import load_plan
from dondoc.services.sample.script import perform, read_script
from dondoc.services.staffing.positions import take_position
from dondoc.settings import Settings
from dondoc.store.database import reading, writing
from dondoc.web.app import create_app
from dondoc.workplace import CLOCK_OFFSET, Workplace, make_sample, open_workplace, put_setting
from models.person import Holding, Person, Position
from models.rules.checkpoints import Act

YEAR = 2022
ENDS = [date(2022, 3, 31), date(2022, 6, 30), date(2022, 9, 30), date(2022, 12, 31)]
AFTER = [date(2022, 4, 1), date(2022, 7, 1), date(2022, 10, 1), date(2023, 1, 1)]
DAYS = sorted([*ENDS, *AFTER, date(2022, 5, 20)])
EVENING = 18
PARTS = ("overdue", "due_soon", "in_time", "waiting", "done", "missing", "undelivered")


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


@pytest.mark.parametrize("day", DAYS, ids=str)
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


class Compared:
    """What the product says on a day, held against the second reckoning."""

    def __init__(
        self, site: Site, works: list[Work], day: date, calendar: Calendar, year: int = YEAR
    ) -> None:
        self.site, self.works, self.day, self.calendar = site, works, day, calendar
        self.year = year
        self.program = program(site, "CB-VPTU3")
        self.page = site.client("CB-VPTU3")

    def all(self) -> None:
        self.status()
        self.rows()
        self.boards()
        self.overview()
        self.parts()
        self.digests()
        self.export()

    def counted(self, works: list[Work]) -> dict[str, int]:
        return dict(counts(works, self.day, self.calendar))

    def status(self) -> None:
        told = self.program.get(f"{V1}/status", params={"year": self.year}).json()
        expected = self.counted(self.works)
        for name in ("total", *STATES, "due_soon", "waiting", "missing", "undelivered"):
            assert told["checkpoints"][name] == expected.get(name, 0), name
        for stage, size in told["stages"].items():
            assert size == sum(work.stage == stage for work in self.works), stage

    def rows(self) -> None:
        """Each checkpoint by the API, and the number of rows of each part of the whole."""
        told = {row["ref"]: row for row in self._pages("all")}
        assert told.keys() == {work.ref for work in self.works}
        for work in self.works:
            row = told[work.ref]
            assert row["due_on"] == work.due_on.isoformat(), work.ref
            assert row["stage"] == work.stage, work.ref
            assert row["state"] == work.state(self.day, self.calendar), work.ref
            assert row["due_soon"] == work.due_soon(self.day, self.calendar), work.ref
            assert row["returns"] == work.returns, work.ref
            assert row["missing"] == work.missing, work.ref
            if work.settled and work.result:
                assert row["met"] == work.verdict()[0], work.ref
                value = None if row["value"] is None else Decimal(row["value"])
                assert value == work.result[0], work.ref

    def _pages(self, state: str) -> list[dict[str, Any]]:
        rows, number = [], 1
        while True:
            query = {"state": state, "per_page": 200, "page": number, "year": self.year}
            answer = self.program.get(f"{V1}/checkpoints", params=query)
            rows += answer.json()["items"]
            if len(rows) >= int(answer.headers["X-Total-Count"]):
                return rows
            number += 1

    def boards(self) -> None:
        """Each unit's line adds up to what its own board says, and to the whole."""
        page = self.page.get(f"/boards?year={self.year}").text
        for unit in {work.unit for work in self.works}:
            mine = self.counted([work for work in self.works if work.unit == unit])
            row = re.search(rf'<tr[^>]*>(?:(?!</tr>).)*/boards/{unit}["?].*?</tr>', page, re.S)
            assert row is not None, unit
            numbers = _numbers(row[0])
            assert mine.get("total", 0) in numbers, (unit, numbers)
            assert mine.get("overdue", 0) in numbers, (unit, numbers)

    def overview(self) -> None:
        """The Standing Committee's page: every group's line, and the whole."""
        page = self.page.get(f"/overview?year={self.year}").text
        table = re.search(r'<h2 id="groups">.*?</table>', page, re.S)
        assert table is not None
        lines = re.findall(r"<tr[ >].*?</tr>|<tr>.*?</tr>", table[0], re.S)
        told = {_group(line): _numbers(line)[:5] for line in lines if "<td" in line}
        for group in {work.group for work in self.works} | {None}:
            mine = self.counted([w for w in self.works if group in (None, w.group)])
            assert told[group] == [mine.get(name, 0) for name in ("total", *STATES)], group

    def parts(self) -> None:
        """The parts of the overdue board, each with as many rows as it says."""
        expected = Counter(self._part(work) for work in self.works)
        for part in PARTS:
            rows = self._pages(part)
            assert len(rows) == expected[part], part
            assert {row["ref"] for row in rows} == {
                work.ref for work in self.works if self._part(work) == part
            }

    def _part(self, work: Work) -> str:
        if work.settled:
            if work.missing:
                return "missing"
            return "undelivered" if work.undelivered else "done"
        if work.stage == "reported":
            return "waiting"
        if work.due_soon(self.day, self.calendar):
            return "due_soon"
        late = work.state(self.day, self.calendar) == "overdue"
        return "overdue" if late else "in_time"

    def digests(self) -> None:
        for number in (1, 2, 3, 4):
            quarter = Quarter(self.year, number)
            with reading(self.site.workplace.engine) as session:
                programme = current_programme(session, self.year)
                made = figures(session, programme, quarter, self.day, None)
            within = [work for work in self.works if work.due_on in quarter]
            told, expected = made.as_json(), self.counted(within)
            for name in ("total", *STATES, "due_soon", "waiting", "missing", "undelivered"):
                assert told["counts"][name] == expected.get(name, 0), (number, name)
            verdicts = [work.verdict() for work in within]
            assert made.verdicts.compared == sum(met is not None for met, _ in verdicts)
            assert made.verdicts.met == sum(met is True for met, _ in verdicts)
            assert made.verdicts.exceeded == sum(better for _, better in verdicts)
            late = [w.ref for w in within if w.state(self.day, self.calendar) == "overdue"]
            assert sorted(one.ref for one in made.overdue) == sorted(late)
            for group in made.groups:
                for unit in group.units:
                    mine = self.counted([w for w in within if w.unit == unit.unit_id])
                    assert unit.counts.total == mine["total"], unit.code
                    assert unit.counts.overdue == mine.get("overdue", 0), unit.code
                    assert unit.counts.done == sum(mine.get(s, 0) for s in STATES[:2]), unit.code

    def export(self) -> None:
        answer = self.page.get(f"/overdue.xlsx?state=all&year={self.year}")
        assert answer.status_code == 200
        sheet = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0)
        cells = {str(value) for row in sheet.to_python() for value in row}
        assert {work.ref for work in self.works} <= cells


def _group(line: str) -> int | None:
    """The group of a line of the overview, None for the line of all."""
    found = re.search(r"group=(\d+)", line)
    return int(found[1]) if found else None


def _numbers(text: str) -> list[int]:
    """The whole numbers between tags, written the Vietnamese way."""
    plain = re.findall(r">\s*([\d.]+)\s*<", text)
    return [int(number.replace(".", "")) for number in plain if number.strip(".")]


def test_the_second_reckoning_reconciles(played: Played) -> None:
    works = work_on(played.workplace.engine, YEAR, date(2023, 1, 1))
    tally = counts(works, date(2023, 1, 1), calendar_of(played.workplace.engine, YEAR))
    assert tally["total"] == sum(tally[state] for state in STATES) == len(works)
    assert isinstance(works[0].reported_at, datetime | None)
