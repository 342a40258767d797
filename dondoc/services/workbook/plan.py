"""A plan that has been read and checked, before anything is written down.

Codes are stripped, NFC text; amounts are Decimals with at most four decimals; optional text is
None, never "". Codes are those of the plan workbook (docs/plan-workbook.en.md): the values of the
enumerations in models.rules.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

GROUPS = ("localities", "party_bodies", "departments")
QUARTER_LABELS = ("Q1", "Q2", "Q3", "Q4")
YEAR_LABEL = "Y"
DEFAULT_RULE_SET = "VP-2022"


def default_roll_up(kind: str) -> str:
    """How a kind adds up over units unless the workbook says otherwise."""
    return "sum" if kind in ("increment", "running_total") else "none"


@dataclass(frozen=True)
class ProgrammeDraft:
    """One programme: everything that one paper assigns for one year.

    `is_stated`: a sheet tells of it; else only the year is meant, and the rest is a proposal for a
    programme that is not there yet. `names_rule_set`: the plan says which; else one that is there
    keeps its own.
    """

    year: int
    name: str
    deciding_paper: str | None = None
    paper_date: date | None = None
    rule_set: str = DEFAULT_RULE_SET
    note: str | None = None
    is_stated: bool = field(default=True, compare=False)
    names_rule_set: bool = field(default=True, compare=False)

    @property
    def starts_on(self) -> date:
        return date(self.year, 1, 1)

    @property
    def ends_on(self) -> date:
        return date(self.year, 12, 31)


@dataclass(frozen=True)
class UnitDraft:
    """`group` is one of GROUPS; validity is inclusive on both ends, None is open."""

    code: str
    name: str
    group: str
    parent_code: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    committee_paper: str | None = None
    committee_date: date | None = None


@dataclass(frozen=True)
class HoldingDraft:
    """One person in one position for a time; a successor is a second holding of the position.

    `is_deputy`: None where the plan does not say so; then what is known stays, or the title says.
    """

    position_code: str
    title: str
    unit_code: str
    person_code: str
    person_name: str
    is_head: bool = False
    is_deputy: bool | None = None
    email: str | None = None
    telephone: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    language: str = "vi"
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class CommitteeMemberDraft:
    """`role` is a Seat; `task` is the work the member was given."""

    unit_code: str
    position_code: str
    role: str
    task: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True)
class IndicatorDraft:
    """The definition that every unit carrying the indicator shares.

    `cut_off_days`: working days after the due date until a silent unit counts as not reported;
    None leaves it to the rule set. `repairs`: the shortcoming that the indicator puts right.
    """

    code: str
    name: str
    kind: str
    unit_of_measure: str | None = None
    direction: str = "higher"
    category: str | None = None
    data_source: str | None = None
    formula: str | None = None
    cut_off: str | None = None
    cut_off_days: int | None = None
    roll_up: str = "none"
    is_hard: bool = False
    is_new: bool = False
    repairs: str | None = None
    parent_code: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class CheckpointDraft:
    """A quarter (Q1..Q4), the whole year (Y) or a roadmap step (its own label, e.g. B1)."""

    label: str
    title: str
    opens_on: date
    due_on: date
    expected: Decimal | None = None
    product: str | None = None


@dataclass(frozen=True)
class AssignmentDraft:
    """An indicator given to a unit.

    `responsible` holds position codes, the first leads; `coordinating` and `watching` hold unit
    codes. `target` is the year's number, `target_product` the year's product in words.
    """

    indicator_code: str
    unit_code: str
    deadline: date
    checkpoints: tuple[CheckpointDraft, ...]
    responsible: tuple[str, ...] = ()
    coordinating: tuple[str, ...] = ()
    watching: tuple[str, ...] = ()
    baseline: Decimal | None = None
    target: Decimal | None = None
    target_product: str | None = None
    weight: Decimal = Decimal(1)
    note: str | None = None


@dataclass(frozen=True)
class CalendarDayDraft:
    """A day that differs from the ordinary calendar: a working Saturday, or a day off."""

    day: date
    is_working: bool
    note: str | None = None


@dataclass(frozen=True)
class LadderStepDraft:
    """When whom to urge: `offset_days` working days after the due date (negative: before it).

    `channel`: by name; None leaves it to the reader. `sheet`, `cell`: where the plan names it.
    """

    offset_days: int
    audience: str
    level: str = "remind"
    repeat_every: int | None = None
    category: str | None = None
    unit_code: str | None = None
    channel: str | None = None
    sheet: str = field(default="", compare=False)
    cell: str = field(default="", compare=False)


@dataclass(frozen=True)
class PlanDraft:
    """A whole checked plan: references between its parts are known to hold.

    `helper_names`: helping units that only a name tells, by the code under which work names them.
    """

    programme: ProgrammeDraft
    units: tuple[UnitDraft, ...] = ()
    holdings: tuple[HoldingDraft, ...] = ()
    committee_members: tuple[CommitteeMemberDraft, ...] = ()
    indicators: tuple[IndicatorDraft, ...] = ()
    assignments: tuple[AssignmentDraft, ...] = ()
    calendar_days: tuple[CalendarDayDraft, ...] = ()
    ladder_steps: tuple[LadderStepDraft, ...] = ()
    helper_names: Mapping[str, str] = field(default_factory=dict, compare=False)
    committee_unit_codes: frozenset[str] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        """A committee exists once a paper, its date or a member is named."""
        by_paper = {u.code for u in self.units if u.committee_paper or u.committee_date}
        by_member = {m.unit_code for m in self.committee_members}
        object.__setattr__(self, "committee_unit_codes", frozenset(by_paper | by_member))
