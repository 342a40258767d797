"""Every figure of a small office on 20 December and 8 January is what the documents make of it.

Checkpoint by checkpoint it was worked out by hand (`new_year_rights`); figures are sums of that,
and counts of acts come from SQL of this test's own.
"""

import inspect
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from new_year_office import (
    ACTS,
    DECEMBER,
    HAND_OVERS,
    JANUARY,
    MERGED,
    NEXT_LOADED,
    PEOPLE,
    STORM,
    STORM_TOLD,
    day_of,
    first_plan,
    merged_plan,
    next_plan,
)
from new_year_rights import (
    IN_DECEMBER,
    IN_JANUARY,
    NEXT_IN_DECEMBER,
    NEXT_IN_JANUARY,
    Right,
    right_on,
)
from openpyxl import load_workbook
from plan_load_drafts import put, put_as_meant
from programmes import current_programme
from sqlalchemy import Engine, text
from sqlmodel import Session

from dondoc.clock import StoppedClock, at
from dondoc.i18n import translator
from dondoc.services.acts.act_input import ActInput
from dondoc.services.acts.record import Recorder
from dondoc.services.advance.drain import advance
from dondoc.services.audit.verify import verify
from dondoc.services.boards.overdue.board_rows import all_of
from dondoc.services.boards.overdue.filters import BoardFilters, DuePart
from dondoc.services.boards.overdue.question import open_scope
from dondoc.services.boards.overdue.totals import figures as board_figures
from dondoc.services.boards.overdue.workbook import write_board
from dondoc.services.boards.overview.page import overview
from dondoc.services.boards.unit import unit_board
from dondoc.services.boards.units import unit_list
from dondoc.services.digest.figures import figures
from dondoc.services.figures.quarter import Quarter
from dondoc.services.figures.status import status
from dondoc.services.organisation.changes import acting_for_office
from dondoc.services.organisation.directory import find_person
from dondoc.services.organisation.viewer import open_viewer
from dondoc.services.programme.at_work import years_on
from dondoc.services.staffing.positions import take_position
from dondoc.services.verification.queues import Queue, QueueUnits, places
from dondoc.services.working_days.days import Consent, DayWanted, effects_if_set, set_day
from dondoc.services.years.waiting import WaitingKind, waiting_for
from dondoc.store.database import reading, writing
from models.rules.checkpoints import Act

STATES = ("done_in_time", "done_late", "open_in_time", "overdue")
COUNTED = (*STATES, "due_soon", "waiting", "missing", "undelivered")
PART_OF_COUNT = {"due_soon": "due_soon", "waiting": "waiting", "missing": "missing",
                 "undelivered": "undelivered"}  # fmt: skip
RIGHT = {
    DECEMBER: {2026: IN_DECEMBER, 2027: NEXT_IN_DECEMBER},
    JANUARY: {2026: IN_JANUARY, 2027: NEXT_IN_JANUARY},
}
ASKED = {"SP@LT/B4"}
"""For whom more time is asked in January."""
SILENT = {DECEMBER: {"HN@SL/B1"}, JANUARY: {"HN@LT/B2"}}


class Played:
    """The office, played as far as a day."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.engine, self.folder = engine, folder
        put(engine, first_plan(), at(date(2026, 1, 5), 7))
        self.acts = [line for line in ACTS.split("\n") if line]
        self.done = date(2026, 1, 5)

    def until(self, last: date) -> None:
        days = {day_of(line.split()[0]) for line in self.acts}
        days |= {NEXT_LOADED, MERGED, STORM_TOLD, *(told for told, *_ in HAND_OVERS), last}
        for day in sorted(day for day in days if self.done < day <= last):
            advance(self.engine, StoppedClock(at(day, 7)))
            self._office(day)
            for line in self.acts:
                if day_of(line.split()[0]) == day:
                    self._act(line, at(day, 9))
                    advance(self.engine, StoppedClock(at(day, 10)))
        self.done = last

    def _office(self, day: date) -> None:
        if day == NEXT_LOADED:
            put_as_meant(self.engine, next_plan(), day)
        if day == MERGED:
            put_as_meant(self.engine, merged_plan(), day)
        if day == STORM_TOLD:
            with writing(self.engine) as session:
                wanted = DayWanted(STORM, False, "Bão")
                shown = effects_if_set(session, wanted, day).fingerprint
                acting = acting_for_office(session, "CB00", at(day, 8), at(day, 8))
                set_day(acting, current_programme(session, 2026), wanted, Consent("Bão", shown))
        for told, who, post, since in HAND_OVERS:
            if told == day:
                with writing(self.engine) as session:
                    acting = acting_for_office(session, "CB00", at(day, 8), at(day, 8))
                    take_position(acting, who, post, since, alone=True, sure=True)

    def _act(self, line: str, now: datetime) -> None:
        _, ref, by, act, *more = line.split()
        said: dict[str, Any] = {}
        for word in more:
            if word in ("yes", "no"):
                said["delivered"] = word == "yes"
            elif word.startswith("quality="):
                said["quality"] = Decimal(word[8:])
            elif word.startswith("to="):
                said["new_due_on"] = day_of(word[3:])
            else:
                said["value"] = Decimal(word)
        year, _, short = ref.rpartition(":")
        given = ActInput(Act(act), short, by, reason="Có lý do", confirmed=True,
                         narrative="Đã làm", **said)  # fmt: skip
        with writing(self.engine) as session:
            Recorder(session, now, self.folder, 2027 if year else 2026).record(given)


def counted(rights: Iterable[Right]) -> dict[str, int]:
    tally: Counter[str] = Counter()
    for right in rights:
        tally[right.state] += 1
        if right.part in PART_OF_COUNT:
            tally[PART_OF_COUNT[right.part]] += 1
    return {name: tally[name] for name in COUNTED}


def shown(counts: Any) -> dict[str, int]:
    return {name: getattr(counts, name) for name in COUNTED}


def part_names(right: Right, asked: set[str]) -> set[DuePart]:
    state = "open" if right.state == "open_in_time" else right.state
    names = {DuePart(right.part), DuePart(f"state_{state}"), DuePart.ALL}
    if right.part in ("overdue", "due_soon"):
        names.add(DuePart.TO_URGE)
    if right.ref in asked:
        names.add(DuePart.EXTENSION)
    return names


class Look:
    """What the office says in the evening of a day of one year, beside what is right."""

    def __init__(self, session: Session, year: int, today: date, told: str, folder: Path) -> None:
        self.session, self.today, self.folder = session, today, folder
        self.programme = current_programme(session, year)
        self.year, self.now = year, at(today, 18)
        self.right = right_on(told, today)
        self.problems: list[str] = []
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
        self.scores()
        for number in (1, 2, 3, 4):
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
        acts = self.acts_since(since)
        self.same(
            (moves.reported, moves.accepted, moves.returned),
            tuple(acts[act] for act in ("report", "verify", "return")),
        )

    def acts_since(self, day: date) -> Counter[str]:
        """Acts of whatever is live, by plain SQL."""
        query = text("""
            SELECT s.act, count(*) FROM submission s JOIN checkpoint c ON c.id = s.checkpoint_id
            JOIN assignment a ON a.id = c.assignment_id JOIN programme p ON p.id = a.programme_id
            WHERE p.year = :year AND s.state = 'applied' AND s.recorded_at >= :since
            GROUP BY s.act
        """)
        since = at(date.fromordinal(day.toordinal() + 1), 0)
        values = {"year": self.year, "since": since}
        if self.session.get_bind().dialect.name == "sqlite":
            values["since"] = since.strftime("%Y-%m-%d %H:%M:%S")
        return Counter(dict(tuple(row) for row in self.session.execute(query, values)))

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
        write_board(path, rows, tr)
        sheet = load_workbook(path).active
        head, *lines = [[cell.value for cell in row] for row in sheet.iter_rows()]
        while head[0] != tr("lists.column.ref"):
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
            for person in PEOPLE:
                named = f"Cán bộ {person}" in line[column["official"]]
                self.same(named, person in right.people, (ref, person))

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
        grades = Counter(grade_of(right.score[3]) for right in ours if right.score)
        self.same({g.grade.value: g.count for g in made.grades if g.count}, dict(grades))
        units = {u.code: u.counts for group in made.groups for u in group.units}
        for code, counts in units.items():
            self.same(shown(counts), counted(r for r in ours if r.unit == code))


def grade_of(total: Decimal) -> str:
    bands = ((90, "excellent"), (70, "good"), (50, "completed"))
    return next((name for least, name in bands if total >= least), "not_completed")


def test_every_figure_of_december_and_january_is_what_the_documents_make_of_it(
    engine: Engine, tmp_path: Path
) -> None:
    played = Played(engine, tmp_path)
    problems: list[str] = []
    for today, both in RIGHT.items():
        played.until(today)
        with reading(engine) as session:
            for year, told in both.items():
                look = Look(session, year, today, told, tmp_path)
                look.check()
                problems += look.problems
            assert verify(session).findings == ()
    assert not problems, "\n".join(problems)
