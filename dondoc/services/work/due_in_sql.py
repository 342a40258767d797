"""The columns that decide a due state: checkpoints with the same values are judged together."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from sqlmodel import Session, col

from dondoc.services.work.checkpoint_queries import RETURNED, returned_of, waits_of
from dondoc.services.work.days_in_sql import noon_of, reported_day
from dondoc.services.work.unreadable import readable
from models.assignment import Checkpoint
from models.rules.due import DueFacts

G = TypeVar("G")


def due_columns(session: Session) -> tuple[Any, ...]:
    """The columns of a checkpoint that `due_facts_of` takes; of its report the day alone."""
    return (
        col(Checkpoint.stage), col(Checkpoint.due_on), reported_day(session),
        col(Checkpoint.missing), col(Checkpoint.undelivered), *RETURNED,
        col(Checkpoint.returned_waits),
    )  # fmt: skip


def due_facts_of(values: Iterable[Any]) -> DueFacts:
    """What the due state of checkpoints with these values depends on."""
    stage, due_on, day, missing, undelivered, *returned, waits = values
    came, waited = returned_of(*returned), waits_of(waits)
    return DueFacts(stage, due_on, noon_of(day), missing, came, undelivered, waited)


def readable_groups(
    session: Session, rows: Iterable[Sequence[Any]], read: Callable[[Sequence[Any]], G]
) -> list[G]:
    """What `read` makes of rows of several alike checkpoints, without those it cannot read."""
    return readable(session, rows, read, lambda _: None)
