"""Digests made of work at random, with no database: what a part says is computed from a reading."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from dondoc.clock import at
from dondoc.services.digest.committees import CommitteesRead
from dondoc.services.digest.corrections import CorrectionsRead
from dondoc.services.digest.late_and_exceeded import ListLookups
from dondoc.services.digest.reading import DigestReading
from dondoc.services.digest.report import digest_of
from dondoc.services.digest.report_reading import DayRead, ReportReading
from dondoc.services.figures.figures_rows import FiguresRow
from dondoc.services.figures.indicators import YearValue, shares_of
from dondoc.services.figures.judgements import see
from dondoc.services.figures.overdue_course import weekly_days
from dondoc.services.figures.per_group import GroupedUnit
from dondoc.services.figures.quarter import parse_period
from dondoc.services.figures.question import FiguresQuestion
from dondoc.services.figures.recheck_shapes import RechecksCounted
from dondoc.services.figures.shapes import DigestFigures
from dondoc.services.programme.frames import ProgrammeRules
from dondoc.services.programme.rule_sets import Rules
from dondoc.services.work.answering.posts import Post
from dondoc.services.work.answering.responsible import Officials
from dondoc.services.work.reminders_counted import RemindersCounted
from models.indicator import Indicator
from models.programme import Programme
from models.rules.calendar import WorkingCalendar
from models.rules.checkpoints import HANOI
from models.rules.evaluation import Grade
from models.rules.indicators import AddsUp, Basis, Direction, Kind
from models.rules.responsibility import Term
from models.rules.stages import SETTLED, Stage, Standing
from models.unit import UnitName

AS_OF, LAST = date(2022, 7, 11), date(2022, 4, 11)
CALENDAR = WorkingCalendar(date(2020, 1, 1), date(2024, 12, 31))
GROUPS = {1: "Các huyện", 2: "Các sở"}
UNITS = {1: ("Lập Thạch", 1), 2: ("Tam Đảo", 1), 3: ("Sở Văn hóa", 2)}
KINDS = {
    1: (Kind.INCREMENT, Direction.HIGHER, AddsUp.SUM),
    2: (Kind.PERCENTAGE, Direction.HIGHER, AddsUp.WEIGHTED_MEAN),
    3: (Kind.RUNNING_TOTAL, Direction.LOWER, AddsUp.SUM),
    4: (Kind.PRODUCT, Direction.HIGHER, AddsUp.NONE),
}
INDICATORS = {
    key: Indicator(
        id=key, programme_id=1, code=f"CT{key:02}", title=title, kind=KINDS[key][0],
        direction=KINDS[key][1], adds_up=KINDS[key][2], unit_of_measure="việc",
    )
    for key, title in zip(KINDS, ("Kết nạp", "Giải ngân", "Bạo lực", "Đề án"), strict=True)
}  # fmt: skip


def question(period: str, as_of: date) -> FiguresQuestion:
    programme = Programme(
        id=1, year=2022, title="Giao chỉ tiêu", rule_set_id=1, created_at=at(date(2022, 1, 4))
    )
    rules = Rules(5, 5, 5, 5, scoring=None)
    frame = ProgrammeRules(CALENDAR, rules)
    return FiguresQuestion(programme, parse_period(period), as_of, None, frame, INDICATORS)


@st.composite
def rows(draw: st.DrawFn) -> list[FiguresRow]:
    """Some checkpoints of the year, as they may stand."""
    return [_row(draw, number) for number in range(1, draw(st.integers(0, 14)) + 1)]


def _row(draw: st.DrawFn, number: int) -> FiguresRow:
    unit, indicator = draw(st.sampled_from(sorted(UNITS))), draw(st.sampled_from(sorted(KINDS)))
    stage = draw(st.sampled_from(list(Stage)))
    due_on = date(2022, 1, 10) + timedelta(days=draw(st.integers(0, 350)))
    missing = stage in SETTLED and draw(st.booleans())
    settled = stage in SETTLED and not missing
    reported = stage in SETTLED | {Stage.REPORTED} and not missing
    day = due_on + timedelta(days=draw(st.integers(-9, 9)))
    is_product = KINDS[indicator][0] is Kind.PRODUCT
    value = draw(st.one_of(st.none(), st.integers(0, 60)))
    return FiguresRow(
        checkpoint_id=number, assignment_id=unit * 10 + indicator, label=f"M{number}",
        verdict_id=number if settled else None,
        stage=stage, standing=Standing.LIVE, opens_on=due_on - timedelta(days=60),
        due_on=due_on, due_revision=0, report_id=None,
        reported_at=datetime.combine(day, time(9), HANOI) if reported else None,
        assignment_ref=f"CT{indicator:02}@{unit}", unit_id=unit, category="", programme_id=1,
        extension_asked=draw(st.sampled_from([None, due_on])), missing=missing,
        undelivered=is_product and reported and draw(st.booleans()), returns=0,
        returned_due_on=None, returned_report_on=None, returned_waits="", ended_terms="",
        cause_asked_at=None,
        assignment_standing=Standing.LIVE, indicator_id=indicator, title="", rank=number,
        original_due_on=due_on - timedelta(days=draw(st.sampled_from([0, 0, 30]))),
        expected=None if is_product else draw(st.sampled_from([None, Decimal(0), Decimal(20)])),
        product="Đề án" if is_product else "",
        value=Decimal(value) if settled and value is not None and not is_product else None,
        delivered=draw(st.booleans()) if settled and is_product else None,
        basis=draw(st.sampled_from(list(Basis))) if settled else None,
        quality=draw(st.sampled_from([None, Decimal(80)])) if settled else None,
        grade=draw(st.sampled_from(list(Grade))) if stage is Stage.EVALUATED else None,
    )  # fmt: skip


def courses() -> st.SearchStrategy[dict[int, dict[date, int]]]:
    """How many were overdue in each unit, week by week."""
    weeks = st.sampled_from(weekly_days(2022, AS_OF)[:-1])
    return st.dictionaries(
        st.sampled_from(sorted(UNITS)), st.dictionaries(weeks, st.integers(0, 9))
    )


@st.composite
def digests(draw: st.DrawFn) -> DigestFigures:
    """A digest of all units, compared with an earlier one or with none."""
    asked = question(draw(st.sampled_from(["2022-Q2", "2022-H1", "2022"])), AS_OF)
    base = reading_of(asked, draw(rows()))
    then = replace(asked, as_of=LAST)
    before = DayRead(then, see(then, draw(rows())))
    return digest_of(
        ReportReading(
            base=base, last=draw(st.sampled_from([None, before])),
            year_before=draw(st.sampled_from([None, before])), reasons={}, moves={},
            reminders={each.row.checkpoint_id: RemindersCounted() for each in base.judged},
            takers=frozenset(draw(st.sets(st.integers(1, 3)))),
            committees=CommitteesRead({1: (7, 5)}, {1: 3}, {1: 2}),
            corrections=CorrectionsRead((), {}),
            overdue_days=draw(courses()), units=tuple(UNITS), rechecks=draw(rechecks()),
        )
    )  # fmt: skip


def rechecks() -> st.SearchStrategy[RechecksCounted | None]:
    """What others looked at again: of a sample, or of none."""
    few = st.integers(0, 9)
    counted = st.builds(
        lambda agreed, disagreed, waiting: RechecksCounted(
            agreed + disagreed + waiting, agreed, disagreed, waiting, ("quay-so-1",), AS_OF
        ),
        few, few, few,
    )  # fmt: skip
    return st.none() | counted


def reading_of(asked: FiguresQuestion, found: list[FiguresRow]) -> DigestReading:
    """A reading of these rows, with the units' names and who answers for them."""
    names = {
        key: UnitName(unit_id=key, code=f"U{key}", name=name, valid_from=date(2000, 1, 1))
        for key, (name, _) in UNITS.items()
    }
    posts = {
        unit * 10 + indicator: (_post(unit),) for unit in UNITS for indicator in KINDS if unit < 3
    }
    judged = see(asked, found)
    year_values = {
        unit * 10 + indicator: YearValue(Decimal(80), Decimal(unit))
        for unit in UNITS
        for indicator in KINDS
    }
    return DigestReading(
        lookups=ListLookups(asked, names, Officials(posts, asked.as_of, CALENDAR)),
        judged=judged,
        order=[GroupedUnit(key, f"G{at}", GROUPS[at]) for key, (_, at) in UNITS.items()],
        year_values=year_values,
        shares=shares_of(judged, year_values),
        difficulties=[],
    )


def _post(unit: int) -> Post:
    return Post(unit, f"Bí thư {UNITS[unit][0]}", (Term(unit, f"Người {unit}", date(2020, 1, 1)),))
