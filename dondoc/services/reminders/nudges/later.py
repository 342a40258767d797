"""Acts that came after the one that gave a reason to remind, and may have made it pointless."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.reminders.nudges.reasons import OVERTAKEN_BY, Reason
from dondoc.store.bulk import among
from models.rules.checkpoints import Act, end_of
from models.submission import Submission, SubmissionState


def note_later(session: Session, reasons: Iterable[Reason], until: date | None = None) -> None:
    """Tells each reason that an act gave what has been recorded since, drained or not.

    `until`: the last day that counts, None for all.
    """
    # One by one: equal reasons stand in the letters of several people.
    caused = [reason for reason in reasons if reason.kind in OVERTAKEN_BY and reason.act_id]
    if not caused:
        return
    since = min(reason.act_id for reason in caused)
    acts = _acts(session, {reason.checkpoint_id for reason in caused}, since, until)
    for each_reason in caused:
        done = acts[each_reason.checkpoint_id]
        each_reason.later = frozenset(act for key, act, _ in done if key > each_reason.act_id)
        each_reason.sets = next((day for key, _, day in done if key == each_reason.act_id), None)


def _acts(
    session: Session, checkpoints: set[int], since: int, until: date | None
) -> dict[int, list[tuple[int, Act, date | None]]]:
    wanted_acts = {act for acts in OVERTAKEN_BY.values() for act in acts}
    query = select(
        col(Submission.checkpoint_id), col(Submission.id), col(Submission.act),
        col(Submission.new_due_on),
    ).where(
        among(session, col(Submission.checkpoint_id), checkpoints),
        col(Submission.id) >= since,
        col(Submission.act).in_(sorted(wanted_acts)),
        col(Submission.state) != SubmissionState.REFUSED,
        *([] if until is None else [col(Submission.recorded_at) < end_of(until)]),
    )  # fmt: skip
    acts_by_checkpoint: dict[int, list[tuple[int, Act, date | None]]] = defaultdict(list)
    for checkpoint_id, key, act, day in session.execute(query):
        acts_by_checkpoint[checkpoint_id].append((key or 0, act, day))
    return acts_by_checkpoint
