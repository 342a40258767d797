"""Meetings on what is behind: why a matter is on an agenda, and how a conclusion stands."""

from datetime import date
from enum import StrEnum

from models.rules.due import DueState


class AgendaReason(StrEnum):
    """Why a matter is on the agenda, in the order in which they are proposed."""

    UNDELIVERED = "undelivered"
    OVERDUE = "overdue"
    BELOW_PLAN = "below_plan"
    DIFFICULTY = "difficulty"
    EXTENSION = "extension"
    SILENT = "silent"
    OWN = "own"


class ConclusionKind(StrEnum):
    """What a conclusion is: work of the plan, a task, another date of a checkpoint, or urging.

    An assignment is work like any other: reminded of, reported, verified and counted. A task is
    answered on the page of conclusions alone.
    """

    ASSIGNMENT = "assignment"
    TASK = "task"
    NEW_DATE = "new_date"
    URGE = "urge"


TO_A_POSITION = frozenset({ConclusionKind.ASSIGNMENT, ConclusionKind.TASK})
"""Given to a position, which answers for it."""


class ConclusionState(StrEnum):
    """How a conclusion stands on a day; a date or an urging is done by being recorded."""

    OPEN = "open"
    LATE = "late"
    ANSWERED = "answered"
    DONE_IN_TIME = "done_in_time"
    DONE_LATE = "done_late"
    RECORDED = "recorded"
    TAKEN_BACK = "taken_back"


FINISHED = frozenset(
    {
        ConclusionState.DONE_IN_TIME,
        ConclusionState.DONE_LATE,
        ConclusionState.RECORDED,
        ConclusionState.TAKEN_BACK,
    }
)
"""Nothing is awaited from anybody."""

AWAITED = frozenset({ConclusionState.OPEN, ConclusionState.LATE})
"""Whoever was given the work has not answered yet."""


def conclusion_state(
    last_day: date | None,
    answered_on: date | None,
    today: date,
    *,
    accepted: bool,
    came_late: bool = False,
) -> ConclusionState:
    """How it stands. `last_day`: the last one in time, None where nothing is awaited.

    What its answer waits for acceptance is nobody's delay: the day of the answer counts. An answer
    that was sent back has time to be mended, which makes nobody late and, where it `came_late`,
    no lateness good.
    """
    if last_day is None:
        return ConclusionState.RECORDED
    if answered_on is None:
        return ConclusionState.LATE if today > last_day else ConclusionState.OPEN
    if not accepted:
        return ConclusionState.ANSWERED
    in_time = answered_on <= last_day and not came_late
    return ConclusionState.DONE_IN_TIME if in_time else ConclusionState.DONE_LATE


def why_it_stays(kind: ConclusionKind, *, accepted: bool, in_plan: bool) -> str:
    """Why a conclusion cannot be taken back, as a key of words; '' where it can.

    `in_plan`: it became work of the plan, which was not withdrawn.
    """
    if accepted:
        return "meeting.error.accepted"
    if kind is ConclusionKind.NEW_DATE:
        return "meeting.error.date_set"
    if kind is ConclusionKind.URGE:
        return "meeting.error.urged"
    return "meeting.error.stands_in_plan" if in_plan else ""


def state_of_work(due: DueState, *, reported: bool) -> ConclusionState:
    """How a conclusion stands that became work of the plan. `reported`: it waits for a verdict."""
    if due is DueState.DONE_IN_TIME:
        return ConclusionState.DONE_IN_TIME
    if due is DueState.DONE_LATE:
        return ConclusionState.DONE_LATE
    if reported:
        return ConclusionState.ANSWERED
    return ConclusionState.LATE if due is DueState.OVERDUE else ConclusionState.OPEN
