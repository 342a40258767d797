"""What a checkpoint's reminders were, as evidence when it is judged: from the register alone."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import Session, col

from dondoc.i18n import Language, translator
from dondoc.rendering import formats
from dondoc.store.bulk import among_bound, bound
from dondoc.store.database import is_postgresql
from models.message import Message, MessageLine, MessageState
from models.nudge import Nudge, NudgeKind
from models.rules.checkpoints import local_date
from models.rules.ladder import Firmness
from models.rules.roles import Audience

_ASKING = (NudgeKind.DEADLINE, NudgeKind.NOT_ACKNOWLEDGED, NudgeKind.BY_HAND)
"""Kinds that ask for the work; the others tell news of it."""

_BY_FIRMNESS = list(Firmness)
_BESIDE = (Audience.LEAD, Audience.COORDINATING)
"""Those who work on it; everybody else is told as a superior."""


@dataclass(frozen=True)
class RemindersCounted:
    """Reminders that were sent, however often they had to be tried.

    `officials`: days on which those who answer for it were, by the firmest of the day: steps of the
    ladder that waited over days off or for the week's letter go in one letter, which names the
    work once. `superiors`: on how many days somebody
    above them was told. `by_hand`: how often a person urged. `first_urged_on`: the day of the
    first about the work itself that was firmer than a reminder: to take it on is asked before it is
    due. `last_on`: that of the latest; None where none was.
    """

    officials: dict[Firmness, int] = field(default_factory=dict)
    superiors: int = 0
    by_hand: int = 0
    first_on: date | None = None
    first_urged_on: date | None = None
    last_on: date | None = None

    @property
    def any(self) -> bool:
        """Whether anybody was reminded at all."""
        return self.first_on is not None

    @property
    def times(self) -> int:
        """How often those who answer for it were reminded, or urged by somebody."""
        return sum(self.officials.values()) + self.by_hand

    @property
    def firmest(self) -> Firmness | None:
        """The firmest of these; that a superior was told is firmer than all. None for nothing."""
        if self.superiors:
            return Firmness.ESCALATE
        firmnesses = [*self.officials, *([Firmness.URGE] if self.by_hand else [])]
        return max(firmnesses, key=_BY_FIRMNESS.index, default=None)


def reminded(session: Session, checkpoint_id: int) -> RemindersCounted:
    """What was sent about one checkpoint; it only reads."""
    return reminded_of(session, [checkpoint_id])[checkpoint_id]


def reminded_of(
    session: Session, checkpoint_ids: Iterable[int], until: date | None = None
) -> dict[int, RemindersCounted]:
    """How often each of several checkpoints was reminded of, in one query.

    `until`: the last day that counts: a letter that went out later had reached nobody by then.
    """
    ids = sorted(set(checkpoint_ids))
    sent: dict[int, dict[int, Any]] = defaultdict(dict)
    query, parameters = _query(is_postgresql(session)), {"ids": bound(session, ids)}
    for row in session.connection().execute(query, parameters):
        if until is None or _sent_on(row) <= until:
            sent[row[0]].setdefault(row[1], row[2:6])  # of two readers of one nudge the first
    return {key: _counted(sent[key].values()) for key in ids}


def _sent_on(row: Any) -> date:
    """When the letter had gone out: after its run, where quiet hours or a failure held it back."""
    run_on: date = row.run_on
    return run_on if row.ended_at is None else max(run_on, local_date(row.ended_at))


@cache
def _query(postgresql: bool) -> Select[Any]:
    """Kept: putting it together costs more than looking it up (bench/bench_statements.py)."""
    return (
        select(
            col(Nudge.checkpoint_id), col(Nudge.id), col(Nudge.kind), col(Nudge.audience),
            col(Nudge.firmness), col(Message.run_on), col(Message.ended_at),
        )
        .join(MessageLine, col(MessageLine.nudge_id) == col(Nudge.id))
        .join(Message, col(Message.id) == col(MessageLine.message_id))
        .where(
            among_bound(col(Nudge.checkpoint_id), "ids", postgresql=postgresql),
            col(Nudge.kind).in_(_ASKING),
            col(MessageLine.dropped) == "",
            col(Message.state) == MessageState.SENT,
        )
        .order_by(col(Message.run_on), col(Nudge.id))
    )  # fmt: skip


def _counted(sent: Iterable[Any]) -> RemindersCounted:
    told: dict[date, Firmness] = {}
    above: set[date] = set()
    by_hand, days, urged = 0, [], []
    for kind, audience, firmness, day in sent:
        days.append(day)
        if firmness is not Firmness.REMIND and kind is not NudgeKind.NOT_ACKNOWLEDGED:
            urged.append(day)
        if kind is NudgeKind.BY_HAND:
            by_hand += 1
        elif audience is Audience.LEAD:
            told[day] = max(told.get(day, firmness), firmness, key=_BY_FIRMNESS.index)
        elif audience not in _BESIDE:
            above.add(day)
    officials = Counter(told.values())
    by_firmness = {
        each_firmness: officials[each_firmness]
        for each_firmness in Firmness
        if officials[each_firmness]
    }
    return RemindersCounted(
        by_firmness,
        len(above),
        by_hand,
        min(days, default=None),
        min(urged, default=None),
        max(days, default=None),
    )


def in_words(reminders_counted: RemindersCounted, lang: Language) -> str:
    """The counts in words, such as "nhắc việc 3 lần, đôn đốc 2 lần"."""
    tr = translator(lang)
    if not reminders_counted.any:
        return tr("reminded.never")
    parts = [
        tr("reminded.part", n=n, firmness=tr(f"firmness.{firmness.value}"))
        for firmness, n in reminders_counted.officials.items()
    ]
    if reminders_counted.by_hand:
        parts.append(tr("reminded.by_hand", n=reminders_counted.by_hand))
    if reminders_counted.superiors:
        parts.append(tr("reminded.superiors", n=reminders_counted.superiors))
    if reminders_counted.first_urged_on is not None:
        parts.append(tr("reminded.since", day=formats.day(reminders_counted.first_urged_on)))
    return ", ".join(parts)
