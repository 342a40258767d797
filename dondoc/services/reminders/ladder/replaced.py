"""The steps of a ladder before and after it is replaced, as they are compared."""

from collections.abc import Iterable
from dataclasses import dataclass

from models.rules.ladder import Step
from models.rules.roles import Audience


@dataclass(frozen=True)
class Replaced:
    """The steps of a scope before and after; the same ones: nothing was written."""

    old: tuple[Step, ...]
    new: tuple[Step, ...]

    @property
    def gone(self) -> tuple[Step, ...]:
        """What stands no more."""
        return tuple(step for step in self.old if step not in self.new)

    @property
    def come(self) -> tuple[Step, ...]:
        """What is new."""
        return tuple(step for step in self.new if step not in self.old)

    @property
    def changed(self) -> bool:
        """Whether anything differs."""
        return self.old != self.new


def bare(step: Step) -> Step:
    """A step without its scope."""
    return Step(step.offset, step.audience, step.firmness, step.every, channel=step.channel)


def in_order(steps: Iterable[Step]) -> tuple[Step, ...]:
    """By day, then by audience."""
    return tuple(sorted(steps, key=lambda step: (step.offset, list(Audience).index(step.audience))))
