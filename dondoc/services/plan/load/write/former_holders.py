"""Keeps in history whom a plan takes out of a position as if they had never held it."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from dondoc.services.history.events import append
from dondoc.services.plan.load.changes import ChangeKind, ThingKind
from dondoc.services.plan.load.stored_plan import StoredThing
from dondoc.services.plan.load.write.writer import Writer
from dondoc.services.work.answering import assignments_of
from dondoc.services.work.former_posts import FORMER_HOLDER, former_posts_of
from models.assignment import Assignment
from models.event import EventKind
from models.person import Position
from models.rules.checkpoints import local_date


def write_former_holders(writer: Writer) -> None:
    """Before anything of it is written: what they answered for is read as it stood until then."""
    rows: list[dict[str, Any]] = []
    for entry in writer.entries(ThingKind.HOLDING, ChangeKind.REMOVED):
        rows += _events(writer, entry.key[0], entry.key[1], writer.stored.holdings[entry.key])
    append(writer.session, writer.now, rows)


def _events(
    writer: Writer, position: str, person: str, holding: StoredThing
) -> Iterator[dict[str, Any]]:
    today = local_date(writer.now)
    since, until = holding.row["held_from"], min(holding.row["held_to"] or today, today)
    post = writer.session.get_one(Position, writer.stored.positions[position].id)
    for assignment_id, programme_id, days in _answered(writer, post, (since, until)):
        data = {
            "what": FORMER_HOLDER,
            "ref": f"{position}: {person}",
            "position_id": post.key,
            "person_id": writer.people[person],
            "since": days[0].isoformat(),
            "until": days[1].isoformat(),
        }
        yield {
            "kind": EventKind.CHANGED,
            "programme_id": programme_id,
            "assignment_id": assignment_id,
            "actor_id": writer.actor_id,
            "data": data,
        }


Days = tuple[date, date]


def _answered(writer: Writer, post: Position, days: Days) -> Iterator[tuple[int, int, Days]]:
    """The assignments that its holder answered for in these days, with their programmes."""
    since, until = days
    if since > until:
        return
    for assignment_id, programme_id in writer.connection.execute(assignments_of(post)):
        yield assignment_id, programme_id, days
    for former in former_posts_of(writer.session, post.key):
        first, last = max(former.since or since, since), min(former.until, until)
        if first <= last:
            work = writer.session.get_one(Assignment, former.assignment_id)
            yield work.key, work.programme_id, (first, last)
