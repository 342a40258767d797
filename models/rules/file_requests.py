"""Requests about one's own data: their kinds, how they are answered, and which clock runs.

Law 91/2025/QH15 and Decree 356/2025/NĐ-CP give every request an answer within working days of its
receipt, and another term, by kind, until it is carried out. The terms are data.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class FileRequestKind(StrEnum):
    """What a person asks for."""

    CORRECT = "correct"
    RESTRICT = "restrict"
    DELETE = "delete"


class RequestStepKind(StrEnum):
    """What became of a request."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    CARRIED_OUT = "carried_out"
    WITHDRAWN = "withdrawn"


class RequestState(StrEnum):
    """Where a request stands."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    CARRIED_OUT = "carried_out"
    WITHDRAWN = "withdrawn"


OPEN = frozenset({RequestState.ASKED, RequestState.ACCEPTED})
"""Somebody of the office still has to do something."""

_NEXT = {
    RequestState.ASKED: frozenset({
        RequestStepKind.ACCEPTED, RequestStepKind.REFUSED, RequestStepKind.WITHDRAWN,
    }),
    RequestState.ACCEPTED: frozenset({RequestStepKind.CARRIED_OUT}),
}  # fmt: skip


@dataclass(frozen=True)
class RequestClock:
    """Until when a request is answered, and until when it is carried out; both days included."""

    answer_by: date
    carry_out_by: date


def state_of(steps: Iterable[RequestStepKind]) -> RequestState:
    """Where a request stands after these steps, the first one first."""
    state = RequestState.ASKED
    for step in steps:
        state = RequestState(step.value)
    return state


def may_follow(state: RequestState, step: RequestStepKind) -> bool:
    """Whether a step can be taken: a request is answered once, and carried out once accepted."""
    return step in _NEXT.get(state, frozenset())


def due_on(state: RequestState, clock: RequestClock) -> date | None:
    """The day that the office has to keep now; None where nothing is left to do."""
    if state is RequestState.ASKED:
        return clock.answer_by
    return clock.carry_out_by if state is RequestState.ACCEPTED else None


def is_overdue(state: RequestState, clock: RequestClock, today: date) -> bool:
    """Whether that day is over."""
    due = due_on(state, clock)
    return due is not None and due < today
