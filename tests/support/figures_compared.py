"""What pages, the API, digests and exports say, set beside what was worked out anew."""

import re
from collections import Counter
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

from api_client import V1, program
from calendar_recomputed import Calendar
from figures_recomputed import STATES, Work, counts
from programmes import current_programme
from python_calamine import CalamineWorkbook
from sites import Site

from dondoc.services.digest.figures import figures
from dondoc.services.figures.quarter import Quarter
from dondoc.store.database import reading

YEAR = 2022
PARTS = ("overdue", "due_soon", "in_time", "waiting", "done", "missing", "undelivered")


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
