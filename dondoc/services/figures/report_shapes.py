"""What a digest says beside the counts of its period, as plain values that are kept as JSON."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from dondoc.services.figures.correction_shapes import LateCorrection
from dondoc.services.figures.drawn import DrawnFigures
from dondoc.services.figures.recheck_shapes import RechecksCounted
from models.rules.due import DueState
from models.rules.forecast import Forecast, ForecastTrial
from models.rules.indicators import Direction
from models.rules.reporting import ReportsCounted
from models.rules.totals import ComparedResults, Counts

Compared = Literal["digest", "year"]
ChangeSort = Literal["overdue", "done", "assigned", "ended", "moved"]
ConcernKind = Literal["below", "limit", "overdue"]
RequestKind = Literal[
    "overdue", "overdue_each", "overdue_many", "remover", "below", "below_many", "limit",
    "limit_many", "extension", "committee", "finish",
]  # fmt: skip
GapKind = Literal["vacant", "waiting", "missing", "estimate", "no_source", "no_cut_off",
                  "no_plan", "no_committee"]  # fmt: skip


@dataclass(frozen=True)
class DayCompared:
    """Another day, counted as it stood. `kind`: that of the last digest, or a year before.

    `due`: of checkpoints whose due date had come; `period`: of the same part of that year.
    `overdue`: all of the year then. Of what is overdue on either day, `appeared` is so now and was
    not then, `remained` on both, `ended` no more. `printed`: what the digest of then said of its
    own period, where that reads otherwise today: `restated`.
    """

    kind: Compared
    day: date
    due: Counts
    period: Counts
    overdue: int
    appeared: int = 0
    remained: int = 0
    ended: int = 0
    printed: Counts | None = None
    restated: Counts | None = None
    printed_period: str = ""


@dataclass(frozen=True)
class Transition:
    """How many checkpoints went from one due state to another; None: not there on that day."""

    before: DueState | None
    after: DueState | None
    count: int


@dataclass(frozen=True)
class ChangedItem:
    """A checkpoint that changed since the last digest, and both of its due dates."""

    ref: str
    title: str
    unit: str
    change: ChangeSort
    before: DueState | None
    after: DueState | None
    due_before: date | None
    due_on: date | None


@dataclass(frozen=True)
class ComparedItem:
    """A verified number beside what was expected by then, because it is better or worse.

    `percent`: of the plan; where less is better, what was used of what was allowed.
    """

    ref: str
    title: str
    unit: str
    expected: Decimal
    actual: Decimal
    percent: Decimal | None
    unit_of_measure: str
    direction: Direction
    estimate: bool = False


@dataclass(frozen=True)
class Concern:
    """One of the matters that need attention first. `days`: working days overdue."""

    kind: ConcernKind
    ref: str
    title: str
    unit: str
    actual: Decimal | None = None
    expected: Decimal | None = None
    percent: Decimal | None = None
    unit_of_measure: str = ""
    days: int = 0


@dataclass(frozen=True)
class DigestRequest:
    """What is asked of the reader. `who`: its units, or how many of very many; `what`: a title;
    `count`: of each unit, and of units that are not all named how many more there are.
    """

    kind: RequestKind
    count: int
    who: str = ""
    what: str = ""


@dataclass(frozen=True)
class OfficialFigures:
    """The checkpoints of the period that one official answers for in the lead ('' is vacant)."""

    name: str
    title: str
    unit: str
    counts: Counts
    verdicts: ComparedResults


@dataclass(frozen=True)
class SilentOwner:
    """An official in the lead who never took anything on: of `checkpoints` that have opened."""

    name: str
    title: str
    unit: str
    checkpoints: int
    overdue: int


@dataclass(frozen=True)
class GroupReports:
    """A group of units, or the only unit: the reports that were due by the day."""

    title: str
    reports: ReportsCounted


@dataclass(frozen=True)
class RemoverCount:
    """A unit that can remove difficulties ('': none was named): how they stand by the day."""

    remover: str
    open: int
    removed: int
    left_out: int

    @property
    def raised(self) -> int:
        """All that were raised this year."""
        return self.open + self.removed + self.left_out


@dataclass(frozen=True)
class CommitteeActivity:
    """The steering committee of a unit; `founded`: whether it has one on the day.

    `seats` and `tasks`: members, and those of them with a task. `reminders`: those that were sent
    to it in the period; `urged`: how often people urged the unit's work on by hand then.
    """

    unit: str
    founded: bool
    seats: int
    tasks: int
    reminders: int
    urged: int


@dataclass(frozen=True)
class DataGap:
    """Something that is not known; `names`: where, as many as a reader would follow up."""

    kind: GapKind
    count: int
    names: tuple[str, ...] = ()
    more: int = 0


@dataclass(frozen=True)
class IndicatorSource:
    """Where an indicator's figures come from, and when they are closed. `days`: working days."""

    code: str
    title: str
    source: str
    cut_off: str
    days: int


@dataclass(frozen=True)
class IndicatorForecast:
    """What an indicator comes to at the year's end. `actual`: so far, of the units that count."""

    code: str
    title: str
    unit_of_measure: str
    direction: Direction
    actual: Decimal | None
    forecast: Forecast


@dataclass(frozen=True)
class DigestReport:
    """All of it. `year`: of every checkpoint of the year; `due`: whose due date has come.

    `unchanged`: checkpoints in the same due state as on the last digest's day, with the same date.
    `owners`: officials in the lead of something that has opened. `drawn`: None in what was
    kept before anything was. `corrections_known`: of all units, the submissions of every correction
    that is in its figures; None of a part, and in what was kept before they were noted.
    `rechecks`: of all units, where a sample was drawn.
    """

    year: Counts
    due: Counts
    later_overdue: int
    reports: ReportsCounted
    reports_by_group: tuple[GroupReports, ...]
    compared: tuple[DayCompared, ...]
    transitions: tuple[Transition, ...]
    changed: tuple[ChangedItem, ...]
    unchanged: int
    below: tuple[ComparedItem, ...]
    concerns: tuple[Concern, ...]
    concerns_in_all: int
    requests: tuple[DigestRequest, ...]
    officials: tuple[OfficialFigures, ...]
    owners: int
    silent_owners: tuple[SilentOwner, ...]
    removers: tuple[RemoverCount, ...]
    committees: tuple[CommitteeActivity, ...]
    gaps: tuple[DataGap, ...]
    sources: tuple[IndicatorSource, ...]
    forecasts: tuple[IndicatorForecast, ...]
    trial: ForecastTrial
    official: str = ""
    corrections: tuple[LateCorrection, ...] = ()
    drawn: DrawnFigures | None = None
    corrections_known: tuple[int, ...] | None = None
    rechecks: RechecksCounted | None = None
