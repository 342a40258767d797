"""What is read of a ladder, whatever the file: its steps, where each stands, and what to mend.

Whatever cannot be read becomes a trouble with its place, so that all of it is mended at once.
"""

from dataclasses import dataclass, field
from typing import Any, Protocol

from dondoc.i18n import Translate
from dondoc.services.workbook.problem import Problem, render_problem
from models.rules.ladder import Firmness, Step
from models.rules.roles import Audience

PARTS = ("offset", "every", "audience", "firmness", "channel")
"""The parts of a step, in the order in which they are written."""


class StepPlace(Protocol):
    """Where a step stands."""

    def say(self, tr: Translate, part: str, text: str) -> str:
        """The sentence `text` with the place of a part of the step ('offset', ...) before it."""


@dataclass(frozen=True)
class Trouble:
    """Something to mend in one part of a step."""

    place: StepPlace
    part: str
    key: str
    params: dict[str, Any] = field(default_factory=dict)

    def text(self, tr: Translate) -> str:
        """Where, what, and how to mend it."""
        params = {name: _in_words(value, tr) for name, value in self.params.items()}
        return self.place.say(tr, self.part, tr(self.key, **params))


@dataclass(frozen=True)
class CellTrouble:
    """Something that the reader of workbooks found."""

    problem: Problem

    def text(self, tr: Translate) -> str:
        """Where, what, and how to mend it."""
        return render_problem(self.problem, tr)


@dataclass(frozen=True)
class PlacedStep:
    """A step as it was read, and where."""

    step: Step
    place: StepPlace


@dataclass
class LadderReading:
    """What a file holds: the steps that could be read, and what is to be mended."""

    steps: list[PlacedStep] = field(default_factory=list)
    troubles: list[Trouble | CellTrouble] = field(default_factory=list)


def as_data(step: Step) -> dict[str, Any]:
    """A step without its scope, as files and events hold it."""
    values = {
        "offset": step.offset,
        "every": step.every,
        "audience": step.audience.value,
        "firmness": step.firmness.value,
        "channel": step.channel,
    }
    return {name: value for name, value in values.items() if value is not None}


def _in_words(value: Any, tr: Translate) -> Any:
    if isinstance(value, Firmness):
        return tr(f"firmness.{value.value}")
    return tr(f"audience.{value.value}") if isinstance(value, Audience) else value
