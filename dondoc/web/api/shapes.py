"""What the API answers. Amounts are decimal strings; unknown ones are null."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

from models.rules.checkpoints import Act
from models.rules.due import DueState
from models.rules.evaluation import Grade
from models.rules.indicators import Direction, Kind
from models.rules.measures import rounded
from models.rules.objective_causes import CauseState
from models.rules.stages import Stage, Standing

Item = TypeVar("Item")


def _short(value: Decimal) -> str:
    return f"{rounded(value, 2):f}"


Percent = Annotated[Decimal, PlainSerializer(_short, return_type=str)]


class Shape(BaseModel):
    """Read from the services' own values."""

    model_config = ConfigDict(from_attributes=True)


class PageOf(BaseModel, Generic[Item]):
    """A page of a list. `total`: in all, on every page."""

    items: list[Item]
    total: int
    page: int
    per_page: int


class ProgrammeOut(Shape):
    """A year's plan."""

    year: int
    title: str
    deciding_paper: str
    paper_date: date | None


class UnitOut(Shape):
    """A unit as it is called today. `id` stays when codes and names change."""

    id: int
    code: str
    name: str
    group: str


class AssignmentOut(Shape):
    """An indicator assigned to a unit."""

    year: int
    ref: str
    title: str
    category: str
    unit: str
    unit_id: int
    unit_of_measure: str
    kind: Kind
    direction: Direction
    target: Decimal | None
    product: str
    weight: Decimal
    deadline: date
    standing: Standing


class CauseOut(Shape):
    """An objective cause: asked, confirmed, refused, withdrawn or taken_back, asked for at `at`."""

    state: CauseState
    at: datetime


class CheckpointDeductionOut(Shape):
    """A failed review or a lateness, or (`happened` false) a lateness that is only foreseen.

    `code`: what acts on its cause call it. `excused`: a confirmed cause waives its deduction.
    """

    code: str
    due_on: date | None
    reported_on: date | None
    happened: bool
    excused: bool
    cause: CauseOut | None


class AnsweringOut(Shape):
    """Whose a checkpoint is, in a position; `name` is empty where the position was vacant.

    `taken_over`: since when they hold it, where it was overdue before that, under `before`.
    """

    title: str
    name: str
    taken_over: date | None
    before: str


class CheckpointOut(Shape):
    """A checkpoint with everything recorded applied. `days_left`: working days, below 0 late."""

    ref: str
    title: str
    opens_on: date
    due_on: date
    original_due_on: date
    last_day_in_time: date
    standing: Standing
    stage: Stage
    state: DueState
    due_soon: bool
    days_left: int
    first_late: int | None = Field(
        description="Working days late by `original_due_on`, null where no decision moved it; "
        "what counts goes by `due_on`"
    )
    expected: Decimal | None
    product: str
    value: Decimal | None
    delivered: bool | None
    missing: bool
    undelivered: bool
    percent: Percent | None = Field(
        description="Of what is expected; where lower is better, what was used of what is allowed"
    )
    met: bool | None = Field(description="Whether the verified result reaches what is expected")
    reported_at: datetime | None
    first_reported_at: datetime | None = Field(
        description="Of the reports that nobody sent back; the one of `reported_at` replaced it"
    )
    returns: int
    quality: Decimal | None
    objective_cause: bool = Field(
        description="Whether a cause is confirmed of any of its `deductions`"
    )
    deductions: list[CheckpointDeductionOut]
    grade: Grade | None
    total: Decimal | None
    pending: list[Act]
    extension_asked: date | None
    report_until: date | None = Field(
        description="While a refused request for more time leaves time to report: the last day on "
        "which nobody may record that nothing was reported; the due date stays"
    )
    seen: str = Field(description="What it shows, to be sent with an act that decides on it")
    answering: list[AnsweringOut]


class AssignmentDetail(Shape):
    """An assignment with its checkpoints. `current`: the earliest not evaluated, or null."""

    ref: str
    title: str
    unit: str
    unit_of_measure: str
    kind: Kind
    direction: Direction
    target: Decimal | None
    product: str
    baseline: Decimal | None
    weight: Decimal
    deadline: date
    standing: Standing
    officials: list[str]
    current: str | None
    checkpoints: list[CheckpointOut]


class EventOut(Shape):
    """Something that happened."""

    at: datetime
    kind: str
    ref: str
    actor: str
    on_behalf_of: str
    from_stage: Stage | None
    to_stage: Stage | None
    reason: str


class ReminderOut(Shape):
    """A row of the register of reminders; `address` is masked."""

    decided_at: datetime
    ref: str
    title: str
    unit: str
    due_on: date
    kinds: list[str]
    audience: str
    firmness: str
    person: str | None
    channel: str
    address: str
    state: str
    why: str
    ended_at: datetime | None


class StatusOut(BaseModel):
    """The figures of a programme, as `dondoc status --json` prints them; parts sum to totals."""

    year: int
    as_of: date
    assignments: int
    checkpoints: dict[str, int]
    stages: dict[str, int]
    messages: dict[str, int]
    pending: int
