"""What the office says in every place, set beside what the facts say."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

from office_course import Course
from office_facts import COUNTED, Facts, told
from programmes import current_programme
from sqlmodel import Session
from walked_course import wrong_course
from walked_office import Difference, Office
from walked_plan import OFFICE, PEOPLE, UNITS

from dondoc.clock import at
from dondoc.services.audit.verify import verify
from dondoc.services.boards.my_work.my_work import my_work
from dondoc.services.boards.overdue.board_rows import all_of
from dondoc.services.boards.overdue.filters import BoardFilters
from dondoc.services.boards.overdue.question import BoardQuestion, open_scope
from dondoc.services.boards.overdue.totals import figures as board_figures
from dondoc.services.boards.overview.page import overview
from dondoc.services.boards.unit import unit_board
from dondoc.services.digest.figures import figures
from dondoc.services.figures.quarter import Quarter
from dondoc.services.figures.status import status
from dondoc.services.operations.metrics import gauges
from dondoc.services.organisation.directory import find_person
from dondoc.services.organisation.units import find_unit
from dondoc.services.organisation.viewer import open_viewer
from dondoc.services.programme.at_work import years_on
from dondoc.services.verification.queues import Queue, QueueUnits, places, size
from dondoc.services.years.waiting import OWN, QUEUES, WaitingKind, waiting_for
from dondoc.store.database import reading
from models.programme import Programme
from models.rules.due_parts import DuePart


class Look:
    """The office in the evening of a day, in one year."""

    def __init__(self, office: Office, session: Session, year: int) -> None:
        self.office, self.session, self.year = office, session, year
        self.facts: Facts = office.facts
        self.day, self.now = office.today, at(office.today, 18)
        self.courses = self.facts.courses(year, self.day)
        self.works = list(self.courses.values())
        self.programme: Programme = current_programme(session, year)
        person = find_person(session, OFFICE)
        self.viewer = open_viewer(session, person, self.programme, self.day)
        self.scope: BoardQuestion = open_scope(session, self.programme, self.viewer)
        self.problems: list[str] = []

    def same(self, what: str, shown: Any, expected: Any, *about: Course) -> None:
        if shown != expected:
            self.problems.append(f"{what}: {shown!r}, by the facts {expected!r}")
            self.problems += told(about)

    def late(self, course: Course) -> bool:
        return course.state(self.day, self.facts.days) == "overdue"

    def parts(self, works: list[Course]) -> dict[str, set[str]]:
        """The rows of every list of the overdue board."""
        lists: dict[str, set[str]] = {shown.value: set() for shown in DuePart}
        for course in works:
            ref = short(course)
            state = course.state(self.day, self.facts.days)
            lists[course.part(self.day, self.facts.days)].add(ref)
            lists["all"].add(ref)
            lists["state_open" if state == "open_in_time" else f"state_{state}"].add(ref)
            if course.asked and not course.settled:
                lists["extension"].add(ref)
        lists["to_urge"] = lists["overdue"] | lists["due_soon"]
        return lists

    def everything(self) -> list[str]:
        self.counts()
        self.rows()
        self.queues()
        self.people()
        self.late_units()
        self.digests(self.day)
        past = self.day - timedelta(days=1 + self.office.steps % 20)
        if past >= self.office.first:
            self.digests(past)
        self.problems += wrong_course(self.office, self.session, self.programme)
        self.elsewhere()
        return self.problems

    def counts(self) -> None:
        expected = self.facts.counts(self.works, self.day)
        shown = overview(self.session, self.viewer, self.programme, self.now)
        assert shown is not None
        for name, counts in (
            ("status", status(self.session, self.programme, self.now).checkpoints),
            ("overview", shown.counts),
            ("metrics", gauges(self.session, self.now).counts[self.year]),
        ):
            self.same(name, _told(counts), expected)
        late = {short(c): c for c in self.works if self.late(c)}
        days = {ref: c.days_late(self.day, self.facts.days) for ref, c in late.items()}
        most = sorted(days.values(), reverse=True)[:10]
        self.same("worst", [row.days_over for row in shown.worst], most)
        for row in shown.worst:
            about = [late[row.ref]] if row.ref in late else []
            self.same(f"worst {row.ref}", row.days_over, days.get(row.ref), *about)
        for unit in UNITS:
            key = find_unit(self.session, unit, self.day).unit_id
            board = unit_board(self.session, self.programme, self.viewer, key)
            ours = [c for c in self.works if c.plan.unit == unit]
            if board is not None and ours:
                self.same(f"board {unit}", _told(board.counts), self.facts.counts(ours, self.day))

    def rows(self) -> None:
        """The board's figures, the list that each opens, and every row of it."""
        found = board_figures(self.scope, BoardFilters())
        for name, refs in self.parts(self.works).items():
            part = DuePart(name)
            rows = {row.ref for row in all_of(self.scope, BoardFilters(shown=part))}
            self.same(f"list {name}", rows, refs)
            self.same(f"figure {name}", found.of(part), len(refs))
        names = self.names()
        for row in all_of(self.scope, BoardFilters(shown=DuePart.ALL)):
            course = self.courses.get(f"{self.year}:{row.ref}")
            if course is None:
                continue
            whose = set(self.facts.whose(course, self.day))
            shown = {names[one.person_id] for one in row.officials if one.person_id}
            self.same(f"whose {row.ref}", shown, whose, course)
            state = course.state(self.day, self.facts.days)
            self.same(f"late {row.ref}", row.late, state in ("overdue", "done_late"), course)
            self.same(f"due {row.ref}", row.due_on, course.due, course)
            days = course.days_late(self.day, self.facts.days)
            if row.late and days:
                self.same(f"days {row.ref}", -row.days_left, days, course)

    def names(self) -> dict[int, str]:
        return {find_person(self.session, code).key: code for code in
                (*PEOPLE, "CB00", "CB08", "CB09")}  # fmt: skip

    def queues(self) -> None:
        """What waits for the secretariat, of whom this one answers for nothing."""
        for queue, waits in {
            Queue.REPORTS: [c for c in self.works if c.stage == "reported"],
            Queue.EXTENSIONS: [c for c in self.works if c.asked and not c.settled],
            Queue.SILENT: [c for c in self.works if self.facts.silent(c, self.day)],
            Queue.RESULTS: [c for c in self.works if self.facts.judged_next(c, self.day)],
        }.items():
            refs = {short(c) for c in waits}
            shown = {row.ref for row in places(self.scope, queue, QueueUnits())}
            about = [self.courses[f"{self.year}:{ref}"] for ref in refs ^ shown]
            self.same(f"queue {queue}", shown, refs, *about)
            self.same(f"queue {queue}, size", size(self.scope, queue, QueueUnits()), len(refs))

    def people(self) -> None:
        for code in PEOPLE:
            mine = [c for c in self.works if code in self.facts.whose(c, self.day)]
            person = find_person(self.session, code)
            viewer = open_viewer(self.session, person, self.programme, self.day)
            work = my_work(self.session, self.programme, viewer, self.now)
            shown = {section.value: many for section, many in work.counts.items() if many}
            expected = Counter(c.section(self.day, self.facts.days) for c in mine)
            self.same(f"work of {code}", shown, dict(expected))
            for name, refs in self.parts(mine).items():
                only = BoardFilters(shown=DuePart(name), person_id=person.key)
                rows = {row.ref for row in all_of(self.scope, only)}
                self.same(f"{name} of {code}", rows, refs)

    def late_units(self) -> None:
        for unit in UNITS:
            key = find_unit(self.session, unit, self.day).unit_id
            only = BoardFilters(shown=DuePart.STATE_OVERDUE, unit_id=key)
            rows = {row.ref for row in all_of(self.scope, only)}
            ours = [c for c in self.works if c.plan.unit == unit and self.late(c)]
            self.same(f"late {unit}", rows, {short(c) for c in ours})

    def digests(self, day: date) -> None:
        """Each quarter as of a day, today or earlier: whatever was done since is not in it."""
        days, works = self.facts.days, list(self.facts.courses(self.year, day).values())
        for number in (1, 2, 3, 4):
            quarter = Quarter(self.year, number)
            made = figures(self.session, self.programme, quarter, day, None)
            ours = [c for c in works if c.due in quarter]
            what = f"digest {number} as of {day}"
            self.same(what, _told(made.counts), self.facts.counts(ours, day))
            for rows, due in (
                (made.overdue, ours),
                (made.backlog, [c for c in works if c.due < quarter.start]),
            ):
                late = {short(c): c for c in due if c.state(day, days) == "overdue"}
                expected = {ref: c.days_late(day, days) for ref, c in late.items()}
                shown = {row.ref: row.days_over for row in rows}
                self.same(f"{what}, late", shown, expected, *late.values())

    def elsewhere(self) -> None:
        """What waits in this year for whoever looks at the other one."""
        works, days = self.works, self.facts.days
        office = {
            WaitingKind.OVERDUE: [c for c in works if c.part(self.day, days) == "overdue"],
            WaitingKind.TO_VERIFY: [c for c in works if c.stage == "reported"],
            WaitingKind.EXTENSIONS: [c for c in works if c.asked and not c.settled],
            WaitingKind.SILENT: [c for c in works if self.facts.silent(c, self.day)],
            WaitingKind.TO_EVALUATE: [c for c in works if self.facts.judged_next(c, self.day)],
        }
        self._waits(OFFICE, {kind: len(some) for kind, some in office.items() if some})
        for code in PEOPLE[::3]:
            mine = [c for c in works if code in self.facts.whose(c, self.day)]
            sections = Counter(f"own_{c.section(self.day, days)}" for c in mine)
            kinds = {kind: sections[kind.value] for kind in OWN if sections[kind.value]}
            self._waits(code, kinds)

    def _waits(self, code: str, expected: dict[WaitingKind, int]) -> None:
        others = [year for year in self.office.years if year != self.year]
        if not others:
            return
        shown = current_programme(self.session, others[0])
        viewer = open_viewer(self.session, find_person(self.session, code), shown, self.day)
        known = [one for one in years_on(self.session, self.day).known if one.year == self.year]
        waits = waiting_for(self.session, viewer, known).get(self.year)
        kinds = set(OWN) if code != OFFICE else {*expected, *QUEUES, WaitingKind.OVERDUE}
        told_of = {k: n for k, n in (waits.waits if waits else {}).items() if k in kinds}
        self.same(f"waits for {code}", told_of, expected)


def short(course: Course) -> str:
    """Its reference as it is written within a year."""
    return course.plan.ref.partition(":")[2]


def _told(counts: Any) -> list[int]:
    return [getattr(counts, name) for name in COUNTED]


def compare(office: Office) -> None:
    """Raises Difference for whatever the office says otherwise than the facts."""
    with reading(office.engine) as session:
        problems = [
            problem for year in office.years for problem in Look(office, session, year).everything()
        ]
        if (
            year := years_on(session, office.today).at_work
        ) is None or year.year != office.today.year:
            problems.append(f"at work: {year}")
        every = office.facts.every(office.today)
        for finding in verify(session).findings:
            problems.append(f"audit: {finding}")
            ref = finding.params.get("ref", "")
            problems += told([c for key, c in every.items() if key.endswith(f":{ref}")])
    if problems:
        raise Difference("\n".join((str(office), *problems[:40])))
