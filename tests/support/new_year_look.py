"""What the small office says in every place, set beside what was worked out by hand."""

import inspect
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from new_year_office import JANUARY, PEOPLE
from new_year_played import acts_since
from new_year_rights import (
    ASKED,
    MOVED,
    RETURNED,
    SHARED,
    SILENT,
    STATES,
    Right,
    counted,
    grade_of,
    part_names,
    right_on,
    section_of,
    shown,
)
from openpyxl import load_workbook
from programmes import current_programme
from sqlalchemy import text
from sqlmodel import Session

from dondoc.clock import at
from dondoc.i18n import translator
from dondoc.services.boards.my_work.my_work import my_work
from dondoc.services.boards.overdue.board_rows import all_of
from dondoc.services.boards.overdue.filters import BoardFilters
from dondoc.services.boards.overdue.question import open_scope
from dondoc.services.boards.overdue.totals import figures as board_figures
from dondoc.services.boards.overdue.workbook import write_board
from dondoc.services.boards.overview.page import overview
from dondoc.services.boards.unit import unit_board
from dondoc.services.boards.units import unit_list
from dondoc.services.digest.figures import figures
from dondoc.services.figures.indicators_in_sql import SharedIndicator
from dondoc.services.figures.quarter import Quarter
from dondoc.services.figures.status import status
from dondoc.services.organisation.directory import find_person
from dondoc.services.organisation.viewer import open_viewer
from dondoc.services.programme.at_work import years_on
from dondoc.services.verification.queues import Queue, QueueUnits, places
from dondoc.services.years.waiting import WaitingKind, waiting_for
from models.rules.due_parts import DuePart


class Look:
    """What the office says in the evening of a day of one year, beside what is right."""

    def __init__(self, session: Session, year: int, today: date, told: str, folder: Path) -> None:
        self.session, self.today, self.folder = session, today, folder
        self.programme = current_programme(session, year)
        self.year, self.now = year, at(today, 18)
        self.right = right_on(told, today)
        self.problems: list[str] = []
        self.moved, self.returned = MOVED[today], RETURNED[today]
        self.asked = ASKED if (year, today) == (2026, JANUARY) else set()
        self.viewer = open_viewer(session, find_person(session, "CB00"), self.programme, today)
        self.scope = open_scope(session, self.programme, self.viewer)

    def same(self, shown_there: object, by_hand: object, *about: object) -> None:
        if shown_there != by_hand:
            where = f"{self.year} on {self.today}, {inspect.stack()[1].function} {about}"
            self.problems.append(f"{where}: {shown_there}, by hand {by_hand}")

    def of(self, unit: str) -> list[Right]:
        return [right for right in self.right.values() if right.unit == unit]

    def check(self) -> None:
        self.counts()
        self.board()
        self.queues()
        self.excel()
        self.units()
        self.work()
        self.scores()
        for number in (1, 3, 4) if self.year == 2026 else (1,):
            self.digest(number)

    def counts(self) -> None:
        found = status(self.session, self.programme, self.now)
        self.same(shown(found.checkpoints), counted(self.right.values()))
        stages = Counter(right.stage for right in self.right.values())
        self.same({k.value: n for k, n in found.stages.items() if n}, dict(stages))
        self.same(found.assignments, len({ref.partition("/")[0] for ref in self.right}))
        page = overview(self.session, self.viewer, self.programme, self.now)
        assert page is not None
        self.same(shown(page.counts), counted(self.right.values()))
        due = [right for right in self.right.values() if right.due_on <= self.today]
        self.same(shown(page.due), counted(due))
        late = [right for right in self.right.values() if right.state == "overdue"]
        self.same(page.reported_late, sum(right.part == "waiting" for right in late))
        self.same(page.undelivered_late, sum(right.part == "undelivered" for right in late))
        self.same(page.extensions, len(self.asked))
        worst = {row.ref: row.days_over for row in page.worst}
        self.same(worst, {right.ref: right.days_late for right in late})
        sizes = Counter(right.unit for right in late)
        names = {"LT": "Huyện Lập Thạch mới", "SL": "Huyện SL"}
        self.same(
            {row.name: (row.overdue, row.total) for row in page.late_units},
            {names[unit]: (many, len(self.of(unit))) for unit, many in sizes.items()},
        )
        moves = page.moves
        since = date(2026, 9, 30) if self.year == 2026 else date(2026, 12, 31)
        acts = acts_since(self.session, self.year, since)
        self.same(
            (moves.reported, moves.accepted, moves.returned),
            tuple(acts[act] for act in ("report", "verify", "return")),
        )

        newly = [right for right in late if right.due_on >= since]
        self.same(moves.newly_overdue, len(newly))
        if self.year == 2026:
            self.same(moves.due_changed, len(MOVED[self.today]) - 1)
            for shared in page.shared:
                self.shared(shared)

    def shared(self, shared: SharedIndicator) -> None:
        right = SHARED[self.today][shared.code]
        if shared.measure is None:
            self.same((shared.delivered, shared.steps), right)
        else:
            measure = shared.measure
            percent = None if measure.percent is None else str(measure.percent)
            self.same((measure.target, measure.actual, percent), right, shared.code)

    def board(self) -> None:
        """Each tab's figure and rows; and those of each person."""
        found = board_figures(self.scope, BoardFilters())
        for part in DuePart:
            refs = {r.ref for r in self.right.values() if part in part_names(r, self.asked)}
            rows = all_of(self.scope, BoardFilters(shown=part))
            self.same({row.ref for row in rows}, refs, part)
            self.same(found.of(part), len(refs), part)
        for code in PEOPLE:
            key = find_person(self.session, code).key
            rows = all_of(self.scope, BoardFilters(shown=DuePart.ALL, person_id=key))
            refs = {right.ref for right in self.right.values() if code in right.people}
            self.same({row.ref for row in rows}, refs, code)

    def queues(self) -> None:
        right = self.right.values()
        expected = {
            Queue.REPORTS: {one.ref for one in right if one.stage == "reported"},
            Queue.EXTENSIONS: self.asked,
            Queue.SILENT: SILENT[self.today] if self.year == 2026 else set(),
            Queue.RESULTS: {one.ref for one in right if one.stage == "verified"},
        }
        for queue, refs in expected.items():
            found = {row.ref for row in places(self.scope, queue, QueueUnits())}
            self.same(found, refs, queue)
        if self.year == 2027:
            return
        waits = waiting_for(self.session, self.viewer, years_on(self.session, self.today).known)
        told = waits[2026].waits
        self.same(told.get(WaitingKind.SILENT, 0), len(expected[Queue.SILENT]))
        self.same(told.get(WaitingKind.TO_EVALUATE, 0), len(expected[Queue.RESULTS]))
        self.same(told[WaitingKind.OVERDUE], sum(one.part == "overdue" for one in right))

    def excel(self) -> None:
        path, tr = self.folder / "board.xlsx", translator("vi")
        rows = all_of(self.scope, BoardFilters(shown=DuePart.ALL))
        write_board(path, rows, tr, self.now)
        sheet: Any = load_workbook(path).active
        lines: list[Any] = [[cell.value for cell in row] for row in sheet.iter_rows()]
        head: Any = []
        while not head or head[0] != tr("lists.column.ref"):
            head, *lines = lines
        column = {name: head.index(tr(f"lists.column.{name}"))
                  for name in ("ref", "due", "late", "official", "unit")}  # fmt: skip
        found = {line[column["ref"]]: line for line in lines if line[column["ref"]]}
        self.same(set(found), set(self.right))
        for ref, line in found.items():
            right = self.right[ref]
            self.same(line[column["due"]].date(), right.due_on, ref)
            if right.state == "overdue":
                self.same(line[column["late"]], right.days_late, ref)
            named = {person for person in PEOPLE if f"Cán bộ {person}" in line[column["official"]]}
            # Whoever has taken over what was overdue is named with whom it was before.
            inherited = right.state == "overdue" and right.stage == "in_progress"
            self.same(named & right.people if inherited else named, right.people, ref)

    def work(self) -> None:
        """Each person's own list, by section."""
        for code in PEOPLE:
            viewer = open_viewer(
                self.session, find_person(self.session, code), self.programme, self.today
            )
            page = my_work(self.session, self.programme, viewer, self.now)
            mine = [right for right in self.right.values() if code in right.people]
            sections = Counter(section_of(right, self.returned) for right in mine)
            found = {section.value: many for section, many in page.counts.items() if many}
            self.same(found, dict(sections), code)

    def units(self) -> None:
        units = unit_list(self.session, self.programme, self.viewer)
        self.same(shown(units.counts), counted(self.right.values()))
        for unit in units.units:
            self.same(shown(unit.counts), counted(self.of(unit.code)), unit.code)
            board = unit_board(self.session, self.programme, self.viewer, unit.unit_id)
            assert board is not None
            self.same(shown(board.counts), counted(self.of(unit.code)), unit.code)
            named = {"LT": "Huyện Lập Thạch mới"}.get(unit.code, f"Huyện {unit.code}")
            assert (unit.name, board.name) == (named, named) or unit.code == "TU"
            for member in board.members:
                code = member.name.removeprefix("Cán bộ ")
                theirs = [right for right in self.of(unit.code) if code in right.people]
                own = shown(member.counts)
                self.same(sum(own[state] for state in STATES) + member.inherited, len(theirs))

    def scores(self) -> None:
        query = text("""
            SELECT a.ref || '/' || c.label AS ref, e.quantity, e.quality, e.progress, e.total
            FROM evaluation e JOIN checkpoint c ON c.evaluation_id = e.id
            JOIN assignment a ON a.id = c.assignment_id JOIN programme p ON p.id = a.programme_id
            WHERE p.year = :year AND c.stage = 'evaluated'
        """)
        found = {
            row.ref: tuple(Decimal(amount) / 10_000 for amount in row[1:])
            for row in self.session.execute(query, {"year": self.year})
        }
        self.same(found, {r.ref: r.score for r in self.right.values() if r.score})

    def digest(self, number: int) -> None:
        quarter = Quarter(self.year, number)
        made = figures(self.session, self.programme, quarter, self.today, None)
        ours = [right for right in self.right.values() if right.due_on in quarter]
        self.same(shown(made.counts), counted(ours))
        for rows, among in (
            (made.overdue, ours),
            (made.backlog, [r for r in self.right.values() if r.due_on < quarter.start]),
        ):
            late = {r.ref: r.days_late for r in among if r.state == "overdue"}
            self.same({row.ref: row.days_over for row in rows}, late)
        if self.year == 2026 and number == 4:
            self.same({row.ref for row in made.moved}, self.moved)
        grades = Counter(grade_of(right.score[3]) for right in ours if right.score)
        self.same({g.grade.value: g.count for g in made.grades if g.count}, dict(grades))
        units = {u.code: u.counts for group in made.groups for u in group.units}
        for code, counts in units.items():
            self.same(shown(counts), counted(r for r in ours if r.unit == code))
