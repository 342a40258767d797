"""Keeps how long reports lay that said that a product is there which was found not to be."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "20261129_waits_until_found"
down_revision = "20261129_assignments_changed"
branch_labels = None
depends_on = None

_VIET_NAM = timezone(timedelta(hours=7))

_submission = sa.table(
    "submission",
    sa.column("id", sa.Integer),
    sa.column("checkpoint_id", sa.Integer),
    sa.column("act", sa.String),
    sa.column("state", sa.String),
    sa.column("recorded_at", sa.DateTime(timezone=True)),
    sa.column("new_due_on", sa.Date),
)
_report = sa.table(
    "progress_report",
    sa.column("submission_id", sa.Integer),
    sa.column("delivered", sa.Boolean),
)
_verification = sa.table(
    "verification",
    sa.column("submission_id", sa.Integer),
    sa.column("delivered", sa.Boolean),
)
_checkpoint = sa.table(
    "checkpoint", sa.column("id", sa.Integer), sa.column("returned_waits", sa.Text)
)
_ACTS = ("report", "return", "verify", "correct", "not_reported")


@dataclass
class _Course:
    """One checkpoint, act by act, as `models.rules.act_effects` takes it.

    `came`: the day of the report that stands; `missing`: the word that stands is that the product
    is not there, or silence. `rests_on` and `found`: the same of the verified result. `changed`: whether the
    secretariat ever found otherwise than was said, which is all that is new here.
    """

    came: date | None = None
    missing: bool = False
    rests_on: date | None = None
    found: bool = False
    waits: list[tuple[date, date]] = field(default_factory=list)
    changed: bool = False

    def take(self, act: str, day: date, said: bool | None, new_due_on: date | None) -> None:
        if act == "report":
            self.came, self.missing = day, said is False
        elif act == "return":
            if new_due_on is None:
                self._wait(day)
            self.came, self.missing = self.rests_on, self.found
        elif act == "not_reported":
            self.came, self.missing, self.rests_on, self.found = None, True, None, True
        else:
            if said is False:
                self.changed = self._wait(day) or self.changed
            elif self.missing and said:  # from now on it is said to be there
                self.waits.append((day, day))
                self.changed = True
            self.missing = self.found = said is False
            self.rests_on = self.came if act == "verify" else self.rests_on

    def _wait(self, until: date) -> bool:
        began = [last for _, last in self.waits] + ([self.came] if self.came else [])
        if not began or self.missing:
            return False
        self.waits.append((max(began), until))
        return True


def upgrade() -> None:
    connection = op.get_bind()
    for checkpoint_id, course in _courses(connection).items():
        if course.changed:
            waits = " ".join(f"{first}/{last}" for first, last in course.waits)
            change = _checkpoint.update().where(_checkpoint.c.id == checkpoint_id)
            connection.execute(change.values(returned_waits=waits))


def _courses(connection: sa.Connection) -> dict[int, _Course]:
    sent, report, verification = _submission, _report, _verification
    query = (
        sa.select(
            sent.c.checkpoint_id, sent.c.act, sent.c.recorded_at,
            sa.func.coalesce(report.c.delivered, verification.c.delivered), sent.c.new_due_on,
        )
        .outerjoin(report, report.c.submission_id == sent.c.id)
        .outerjoin(verification, verification.c.submission_id == sent.c.id)
        .where(sent.c.act.in_(_ACTS), sent.c.state == "applied")
        .order_by(sent.c.checkpoint_id, sent.c.id)
    )  # fmt: skip
    courses: dict[int, _Course] = defaultdict(_Course)
    for checkpoint_id, act, recorded_at, *said in connection.execute(query):
        courses[checkpoint_id].take(act, _day(recorded_at), *_as_said(*said))
    return courses


def _as_said(delivered: Any, new_due_on: date | None) -> tuple[bool | None, date | None]:
    return (None if delivered is None else bool(delivered)), new_due_on


def _day(moment: datetime) -> date:
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(_VIET_NAM).date()
