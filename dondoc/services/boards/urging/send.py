"""Urging many on: each stands by itself, and each refusal is told with its reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import col

from dondoc.errors import DondocError, Refused
from dondoc.services.boards.overdue.board_rows import rows_of
from dondoc.services.boards.overdue.question import BoardQuestion, open_scope
from dondoc.services.boards.urging.chosen import (
    Why,
    ids_of,
    mark_of,
    readers_of,
    rests_on,
    why_not,
)
from dondoc.services.boards.urging.readers import PeopleReached, UrgedReaders, urged_readers
from dondoc.services.grounds.compare import check_grounds
from dondoc.services.organisation.directory import find_person
from dondoc.services.reminders.nudges.by_hand import (
    cause_of,
    one_paragraph,
    urged_today,
    write_by_hand,
)
from dondoc.services.reminders.nudges.urged_checkpoints import UrgingRequest
from dondoc.services.reminders.nudges.write import hold
from dondoc.services.work.checkpoint_queries import hold_checkpoints
from dondoc.services.work.checkpoint_rows import CheckpointRow
from dondoc.services.work.checkpoints import load_checkpoints
from models.assignment import Checkpoint
from models.joins import CHECKPOINT_OF_NUDGE
from models.nudge import Nudge, NudgeKind
from models.rules.roles import Audience


@dataclass(frozen=True)
class UrgingOutcome:
    """What came of urging many. `nudge_ids`: of what was written; `reached`: whom it is sent to."""

    nudge_ids: tuple[int, ...]
    refused: tuple[Why, ...]
    reached: PeopleReached | None = None


def urge_each(
    scope: BoardQuestion, request: UrgingRequest, marks: Mapping[str, str], now: datetime
) -> UrgingOutcome:
    """Urges each reference whose mark still says what stands, in the caller's transaction.

    `marks`: what each row showed. A refused one writes nothing and stops no other.
    Raises BadInput for too many words.
    """
    words, session = one_paragraph(request.words), scope.session
    actor = find_person(session, request.by)
    hold(session)  # or of two calls at once both would be the first of the day
    ids = ids_of(scope, request.refs)
    hold_checkpoints(session, ids.values())
    scope = open_scope(session, scope.programme, scope.viewer)  # as it stands now that it is held
    rows = {row.ref: row for row in rows_of(scope, list(ids.values()))}
    readers = readers_of(scope, list(rows.values()), now)
    done = urged_today(session, actor.key, list(ids.values()), now)
    refusals = {
        ref: why_not(scope.viewer, ref, rows.get(ref), done)
        or _changed(rows[ref], readers, request.to, marks.get(ref, ""))
        for ref in request.refs
    }
    urged = [rows[ref] for ref, error in refusals.items() if error is None]
    refused = tuple((ref, error) for ref, error in refusals.items() if error is not None)
    if not urged:
        return UrgingOutcome((), refused)
    loaded = load_checkpoints(session, scope.frame, [row.checkpoint_id for row in urged])
    written = [
        write_by_hand(session, request.to, actor, loaded[row.checkpoint_id], (words, now))
        for row in urged
    ]
    reached = readers.reached(session, [row.assignment_id for row in urged], request.to)
    return UrgingOutcome(tuple(item.nudge_id for item in written), refused, reached)


def urged_before(
    scope: BoardQuestion, first: int, last: int, now: datetime
) -> UrgingOutcome | None:
    """What the viewer urged today under these keys, to be told after it; None for nothing."""
    query = (
        select(col(Nudge.id), col(Nudge.audience), col(Checkpoint.assignment_id))
        .join(*CHECKPOINT_OF_NUDGE)
        .where(
            col(Nudge.id).between(first, last),
            col(Nudge.kind) == NudgeKind.BY_HAND,
            col(Nudge.cause) == cause_of(scope.viewer.person_id, now),
        )
        .order_by(col(Nudge.id))
    )
    rows = scope.session.connection().execute(query).all()
    if not rows:
        return None
    assignments, audience = [row[2] for row in rows], Audience(rows[0][1])
    readers = urged_readers(scope.session, scope.programme, set(assignments), now)
    reached = readers.reached(scope.session, assignments, audience)
    return UrgingOutcome(tuple(row[0] for row in rows), (), reached)


def _changed(
    row: CheckpointRow, readers: UrgedReaders, audience: Audience, mark: str
) -> DondocError | None:
    """What changed since the row was shown, or that nobody can be reached for it."""
    if not readers.of(row.assignment_id, audience).people:
        return Refused("by_hand.reaches_nobody", ref=row.ref)
    try:
        check_grounds(mark, mark_of(row, readers), rests_on(audience))
    except DondocError as error:
        return error
    return None
