"""The reasons to remind that a run would find on a day; of a past one as everything stood then.

What became of nudges and letters, and who is reached how, is as of now.
"""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session

from dondoc.services.programme.frames import frame_of
from dondoc.services.reminders.gather.waiting import Waiting, as_of_now, waiting
from dondoc.services.reminders.nudges.later import note_later
from dondoc.services.reminders.nudges.reasons import Reason, reason_of_row
from dondoc.services.reminders.nudges.scan import rows_of_scan
from dondoc.services.reminders.nudges.write import existing, key_of
from dondoc.services.work.changed_by_plan import is_past
from dondoc.services.work.checkpoint_queries import checkpoint_ids
from dondoc.services.work.checkpoint_states import CheckpointState, with_acknowledged
from dondoc.services.work.earlier_days import states_as_on
from models.programme import Programme
from models.rules.checkpoints import local_date


def reasons_on_day(session: Session, programmes: Sequence[Programme], now: datetime) -> Waiting:
    """What waits, and what the scan would add; of a day that is past as everything stood then."""
    day, ids = local_date(now), [each_programme.key for each_programme in programmes]
    past = is_past(session, day)
    then: dict[int, CheckpointState] = {}
    reasons = [reason for reason in waiting(session, ids).reasons if reason.decided_on <= day]
    for programme in programmes:
        stood = _as_it_stood(session, programme, day) if past else None
        then |= stood or {}
        if frame_of(session, programme).calendar.is_working(day):
            rows = rows_of_scan(session, programme, now, stood)
            known = existing(session, [row["checkpoint_id"] for row in rows], day)
            reasons += [reason_of_row(row) for row in rows if key_of(row) not in known]
    return (
        _weighed_then(session, reasons, then, day)
        if past
        else Waiting(reasons, as_of_now(session, reasons))
    )


def _as_it_stood(session: Session, programme: Programme, day: date) -> dict[int, CheckpointState]:
    ids = list(session.scalars(checkpoint_ids(programme.key)))
    return states_as_on(session, frame_of(session, programme), ids, day)


def _weighed_then(
    session: Session, reasons: list[Reason], then: dict[int, CheckpointState], day: date
) -> Waiting:
    """The reasons that there were on the past day, with what was recorded until it was over."""
    ours = [reason for reason in reasons if reason.checkpoint_id in then]
    note_later(session, ours, day)
    return Waiting(ours, with_acknowledged(session, then, {r.checkpoint_id for r in ours}, day))
