"""Objective causes (nguyên nhân khách quan): what each one is about, and where it stands.

Decree 335/2025/NĐ-CP: a failed review, or a lateness, takes nothing off where the competent level
confirms an objective cause, for each of them by itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class ShortfallKind(StrEnum):
    """What points are taken off for."""

    LATENESS = "lateness"
    FAILED_REVIEW = "review"  # a report that was sent back


class Deduction(NamedTuple):
    """One failed review or one lateness of a checkpoint, counted from 1."""

    kind: ShortfallKind
    number: int

    @property
    def code(self) -> str:
        """What programs and forms call it: `review:2`."""
        return f"{self.kind.value}:{self.number}"


class CauseState(StrEnum):
    """Where an objective cause stands; only a confirmed one counts."""

    NONE = "none"  # nobody spoke of one
    ASKED = "asked"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    TAKEN_BACK = "taken_back"  # what was decided no longer stands


DECIDED = frozenset({CauseState.CONFIRMED, CauseState.REFUSED})


@dataclass(frozen=True)
class CauseFacts:
    """The objective cause of one deduction. `at`: when it was asked for, or first confirmed.

    `asked_by`: who asked, None where whoever decides knew of it themselves.
    """

    deduction: Deduction
    state: CauseState
    at: datetime
    asked_by: int | None = None
    on_behalf_of: int | None = None

    @property
    def waits(self) -> bool:
        """Whether somebody asked and has no answer that stands."""
        taken_back = self.state is CauseState.TAKEN_BACK and self.asked_by is not None
        return self.state is CauseState.ASKED or taken_back


Causes = tuple[CauseFacts, ...]


def deduction_of(code: str) -> Deduction | None:
    """What a code such as `lateness:1` means; None for anything else."""
    kind, _, number = code.partition(":")
    if kind not in set(ShortfallKind) or not number.isascii() or not number.isdecimal():
        return None
    return Deduction(ShortfallKind(kind), int(number)) if len(number) < 5 else None


def cause_of(causes: Causes, deduction: Deduction | None) -> CauseFacts | None:
    """The objective cause of a deduction, if anybody ever spoke of one."""
    return next((cause for cause in causes if cause.deduction == deduction), None)


def waiting_since(causes: Causes) -> datetime | None:
    """When the oldest of those was asked for that wait for an answer."""
    return min((cause.at for cause in causes if cause.waits), default=None)


def with_cause(causes: Causes, cause: CauseFacts) -> Causes:
    """The causes with this one in the place of what was known of its deduction."""
    others = (each for each in causes if each.deduction != cause.deduction)
    return tuple(sorted((*others, cause), key=lambda each: each.deduction))


def causes_text(causes: Iterable[CauseFacts]) -> str:
    """The causes as one short text, which tells any two of them apart."""
    return " ".join(
        "/".join((
            cause.deduction.code, cause.state.value, cause.at.isoformat(),
            str(cause.asked_by or ""), str(cause.on_behalf_of or ""),
        ))
        for cause in causes
    )  # fmt: skip


def causes_in(text: str) -> Causes:
    """The causes of a text that `causes_text` made; raises ValueError for any other."""
    return tuple(_cause_in(part.split("/")) for part in text.split())


def _cause_in(parts: list[str]) -> CauseFacts:
    code, state, at, asked_by, on_behalf_of = parts
    if (deduction := deduction_of(code)) is None:
        raise ValueError(f"{code} is no failed review and no lateness")
    people = [int(person) if person else None for person in (asked_by, on_behalf_of)]
    return CauseFacts(deduction, CauseState(state), datetime.fromisoformat(at), *people)
