"""What the API takes of an act, and what it answers to one."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from dondoc.services.accounts.api_tokens import SCOPE_OF
from dondoc.web.api.shapes import CheckpointOut
from models.rules.grounds import MAX_LENGTH
from models.rules.indicators import Basis
from models.submission import SubmissionState

Line = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00]*$")]
Long = Annotated[str, StringConstraints(max_length=20_000, pattern=r"^[^\x00]*$")]

_NAMES = {act.name: act.value for act in SCOPE_OF}
ActName: Any = StrEnum("ActName", _NAMES)  # type: ignore[misc]


class HindranceIn(BaseModel):
    """A difficulty, what is proposed, and the code of the unit that can remove it."""

    difficulty: Long = ""
    proposal: Long = ""
    remover_unit: Line | None = None
    objective: bool = False


class ActIn(BaseModel):
    """One act. The same `request_key` sent twice records once."""

    model_config = ConfigDict(extra="forbid")

    act: ActName
    request_key: Annotated[
        str, StringConstraints(min_length=8, max_length=120, pattern=r"^[!-~]+$")
    ]
    on_behalf_of: Line | None = Field(default=None, description="Code of a person who answers")
    value: Decimal | None = Field(default=None, description='As a decimal string: "12.5"')
    delivered: bool | None = None
    basis: Basis = Basis.ACTUAL
    value_as_of: date | None = None
    narrative: Long = ""
    hindrances: list[HindranceIn] = Field(default_factory=list, max_length=20)
    reason: Long = ""
    new_due_on: date | None = None
    quality: Annotated[Decimal, Field(ge=0, le=100, decimal_places=4)] | None = None
    objective_cause: bool | None = Field(
        default=None,
        description="false with correct takes back the one mark for all that verdicts once had; "
        "each failed review and each lateness has a cause of its own: see ask_cause",
    )
    about: Line = Field(
        default="",
        description="Of an act on an objective cause: `lateness` (of the term that runs), "
        "`lateness:1` or `review:1`, as `deductions` of the checkpoint names them",
    )
    since: date | None = Field(
        default=None, description="When that cause happened or began; needed by ask_cause"
    )
    confirmed: bool = Field(
        default=False, description="The consequence that a refusal named is meant all the same"
    )
    seen: Annotated[str, StringConstraints(max_length=MAX_LENGTH, pattern=r"^[^\x00]*$")] | None = (
        Field(
            default=None,
            description="`seen` of the checkpoint as it was read. Needed by verify, return, "
            "not_reported, correct, evaluate, change_due, refuse_extension, withdraw, "
            "confirm_cause, refuse_cause and take_back_cause; a report "
            "that carries it replaces none that was sent meanwhile, and acknowledge takes on "
            "nothing that a plan has changed since",
        )
    )


class Recorded(BaseModel):
    """What was written down; the stage moves a moment later."""

    submission: int
    state: SubmissionState
    recorded_at: datetime
    checkpoint: CheckpointOut
