"""Decides in which message, by which channel and from when on a reader is reminded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from dondoc.services.reach.reachability import Route
from dondoc.services.reminders.gather.one_a_day import Slot, Slots
from dondoc.services.reminders.gather.sort import ReasonForReader, Sorter
from dondoc.services.reminders.nudges.reasons import ANSWERS, AT_ONCE
from models.rules.ladder import Firmness

_FIRMNESS = list(Firmness)


@dataclass(frozen=True)
class MessagePlan:
    """What one reader gets. `joins`: the message that takes the reasons in, None for a new one."""

    reader: int
    reasons: tuple[ReasonForReader, ...]
    route: Route
    not_before: datetime | None
    joins: Slot | None = None


@dataclass(frozen=True)
class PlannedMessages:
    """The messages to be written. `held_back`: what waits, as its reader has had one today."""

    letters: tuple[MessagePlan, ...]
    held_back: Mapping[int, tuple[ReasonForReader, ...]]


def plan_letters(
    by_reader: Mapping[int, Sequence[ReasonForReader]],
    slots: Slots,
    assorter: Sorter,
    now: datetime,
) -> PlannedMessages:
    """One letter for each reader, unless they have had theirs."""
    letters: list[MessagePlan] = []
    waiting: dict[int, tuple[ReasonForReader, ...]] = {}
    for reader, reasons in by_reader.items():
        now_due = tuple(reasons)
        if reader in slots.had and reader not in slots.free:
            now_due = tuple(reason for reason in reasons if reason.reason.kind in AT_ONCE)
            if rest := tuple(
                reason_for_reader
                for reason_for_reader in reasons
                if reason_for_reader.reason.kind not in AT_ONCE
            ):
                waiting[reader] = rest
        if now_due:
            letters.append(_letter(reader, now_due, slots.free.get(reader), assorter, now))
    return PlannedMessages(tuple(letters), waiting)


def _letter(
    reader: int,
    reasons: tuple[ReasonForReader, ...],
    slot: Slot | None,
    assorter: Sorter,
    now: datetime,
) -> MessagePlan:
    answers = all(reason_for_reader.reason.kind in ANSWERS for reason_for_reader in reasons)
    calendar = assorter.part_of(reasons[0].reason).calendar
    quiet = assorter.routes.wishes(reader).quiet
    start = quiet.waits_until(now, calendar, working=not answers)
    not_before = start if start > now else None
    if slot is not None and answers and slot.not_before is not None and slot.not_before > start:
        slot = None  # an answer does not wait with what was put off to a working morning
    return MessagePlan(reader, reasons, _route(reader, reasons, slot, assorter), not_before, slot)


def _route(
    reader: int, reasons: tuple[ReasonForReader, ...], slot: Slot | None, assorter: Sorter
) -> Route:
    """By the channel that the firmest step asks for; what is on its way keeps its own."""
    channel = asked_channel(reasons)
    if slot is not None and channel is None:
        for route in assorter.routes.of(reader):
            if route.contact_id == slot.contact_id:
                return route
    gone = slot.passed_over if slot is not None else ()
    best_route = assorter.routes.best(reader, channel, gone) or assorter.routes.best(
        reader, channel
    )
    assert best_route is not None  # only those who are reached have reasons
    return best_route


def asked_channel(reasons: Sequence[ReasonForReader]) -> str | None:
    """The channel that the firmest of the reasons with one asks for."""
    asking = [reason.reason for reason in reasons if reason.reason.channel is not None]
    if not asking:
        return None
    return max(asking, key=lambda reason: _FIRMNESS.index(reason.firmness)).channel
