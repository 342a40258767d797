"""What a person can record, as plain input before it is checked against the facts."""

import json
from dataclasses import astuple, dataclass, fields
from datetime import date
from decimal import Decimal
from hashlib import sha256

from dondoc.errors import BadInput
from dondoc.services.evidence.store import Attachment
from models.columns import AMOUNT_PLACES
from models.rules.checkpoints import Act
from models.rules.evaluated_by import StepBehind
from models.rules.grounds import plain
from models.rules.indicators import Basis
from models.rules.texts import bare

LARGEST = Decimal(10) ** 14
"""Amounts are kept as 64-bit whole numbers of ten-thousandths."""

PERCENT = Decimal(100)


@dataclass(frozen=True)
class DifficultyInput:
    """A difficulty, what is proposed, and the code of the unit that can remove it."""

    difficulty: str = ""
    proposal: str = ""
    remover_unit: str | None = None
    objective: bool = False


@dataclass(frozen=True)
class ActInput:
    """One act on the checkpoint `ref`, by the person with the code `by`.

    `about`: which failed review or lateness an objective cause is of, such as `review:1`; with
    `lateness` the one of the term that runs. `since`: when that cause happened or began.
    `value` / `delivered`: what is reported, or what the secretariat finds instead.
    `narrative`: what was done; of a verdict, its note.
    `confirmed`: whoever acts was told what it does and means it, such as replacing a report in
    time by one that is late. `quality`: percent, 0 to 100. `objective_cause`: of a correction,
    False takes back the one mark for all that verdicts once had; None leaves it as it was.
    `request_key`: sending the same one twice records once. `grounds_shown`: what the form showed
    (see `models.rules.grounds`); None where nothing was shown, as on the command line: then
    whatever stands is decided on. `step_behind`: of evaluating, the step of a round;
    no form of a checkpoint gives one.
    """

    act: Act
    ref: str
    by: str
    on_behalf_of: str | None = None
    value: Decimal | None = None
    delivered: bool | None = None
    basis: Basis = Basis.ACTUAL
    value_as_of: date | None = None
    narrative: str = ""
    hindrances: tuple[DifficultyInput, ...] = ()
    evidence: tuple[Attachment, ...] = ()
    reason: str = ""
    new_due_on: date | None = None
    quality: Decimal | None = None
    objective_cause: bool | None = None
    confirmed: bool = False
    about: str = ""
    since: date | None = None
    request_key: str | None = None
    grounds_shown: str | None = None
    step_behind: StepBehind | None = None


def digest_of(act_input: ActInput) -> str:
    """The same for an act that is sent again as it is, and another for whatever says more.

    What was shown does not count: who sends again may have looked again.
    """
    values = {field.name: getattr(act_input, field.name) for field in fields(act_input)}
    for name in ("request_key", "grounds_shown", "hindrances", "evidence"):
        del values[name]
    for name in (
        "about",
        "since",
        "step_behind",
    ):  # an act of before they were there is still the same act
        if not values[name]:
            del values[name]
    texts = {name: plain(value).strip() for name, value in values.items()}
    hindrances = [
        [plain(part).strip() for part in astuple(hindrance)] for hindrance in act_input.hindrances
    ]
    # A file that is kept already came with a form, whose key tells it from another.
    files = [
        [attachment.filename, sha256(attachment.content).hexdigest()]
        for attachment in act_input.evidence
        if attachment.stored is None
    ]
    return sha256(json.dumps([texts, hindrances, files], sort_keys=True).encode()).hexdigest()


def check_input(act_input: ActInput, today: date) -> None:
    """Refuses numbers that cannot be kept or mean nothing, and figures of a day to come.

    Raises BadInput, also for an update that says nothing, and for one mark for all deductions.
    """
    if act_input.act is Act.UPDATE and not _says_something(act_input):
        raise BadInput("act.nothing_said")
    if act_input.value is not None:
        _check_amount(act_input.value)
    if act_input.value_as_of is not None and act_input.value_as_of > today:
        raise BadInput("act.future_value", found=f"{act_input.value_as_of:%d/%m/%Y}")
    if act_input.since is not None and act_input.since > today:
        raise BadInput("act.future_cause", found=f"{act_input.since:%d/%m/%Y}")
    if act_input.objective_cause:
        raise BadInput("act.one_cause_each")
    if act_input.quality is not None and not 0 <= act_input.quality <= PERCENT:
        raise BadInput("act.quality_range", found=act_input.quality)


def _says_something(act_input: ActInput) -> bool:
    """Whether an update holds a figure, a file or a word that can be seen."""
    if act_input.value is not None or act_input.delivered is not None or act_input.evidence:
        return True
    said = (f"{hindrance.difficulty}{hindrance.proposal}" for hindrance in act_input.hindrances)
    return any(bare(text) for text in (act_input.narrative, *said))


def _check_amount(value: Decimal) -> None:
    if not value.is_finite() or abs(value) >= LARGEST:
        raise BadInput("act.value_range", found=value)
    exponent = value.normalize().as_tuple().exponent
    if isinstance(exponent, int) and -exponent > AMOUNT_PLACES:
        raise BadInput("act.value_places", found=value, places=AMOUNT_PLACES)
