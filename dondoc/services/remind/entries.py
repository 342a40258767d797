"""The entries of a letter: one per checkpoint, however many reasons and roles led to it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dondoc.services.people import Directory, Holder
from dondoc.services.remind.contents import Contents, Item
from dondoc.services.remind.reasons import Reason
from dondoc.services.remind.states import State
from dondoc.services.remind.steps import Ladders
from models.nudge import NudgeKind
from models.rules.due import days_left, last_day
from models.rules.ladder import Firmness
from models.rules.roles import Audience

_MOST_RESPONSIBLE_FIRST = list(Audience)
_FIRMEST_LAST = list(Firmness)
_NEWS = (NudgeKind.ASSIGNED, NudgeKind.DUE_CHANGED, NudgeKind.REFUSED, NudgeKind.OPENED)
_SUNDAY = 6


class Section(StrEnum):
    """Parts of a letter, the most urgent first."""

    OVERDUE = "overdue"
    TODAY = "today"
    WEEK = "week"
    SOON = "soon"
    NEWS = "news"
    VERIFY = "verify"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True)
class Entry:
    """One checkpoint in one letter.

    `applies_on`: the working day until which it is in time. `audience`: the most responsible
    role of the reader; `stand_in`: the role in which they answer for it. `copied`: who else
    hears of it. `reasons`: all of them, the latest last.
    """

    state: State
    item: Item
    section: Section
    days_left: int
    applies_on: date
    firmness: Firmness
    audience: Audience
    stand_in: Audience | None
    next_on: date | None
    copied: tuple[Holder, ...]
    reasons: tuple[Reason, ...]

    def has(self, kind: NudgeKind) -> bool:
        """Whether it is there for a reason of that kind."""
        return any(one.kind is kind for one in self.reasons)


@dataclass(frozen=True)
class Bench:
    """What entries are made from: the same for all letters of a run."""

    states: dict[int, State]
    contents: Contents
    directory: Directory
    ladders: Ladders


def entries_of(reasons: Sequence[Reason], reader: int, bench: Bench) -> tuple[Entry, ...]:
    """The entries of one letter: by section, then by unit for superiors, then by due date."""
    grouped: dict[tuple[int, str], list[Reason]] = defaultdict(list)
    for reason in reasons:
        apart = reason.cause if reason.kind is NudgeKind.UNREACHABLE else ""
        grouped[reason.checkpoint_id, apart].append(reason)
    entries = [_entry(found, reader, bench) for found in grouped.values()]
    order = list(Section)
    return tuple(
        sorted(
            entries,
            key=lambda one: (
                order.index(one.section),
                one.item.unit if is_superior(one.audience) else "",
                one.state.due_on,
                one.state.ref,
            ),
        )
    )


def is_superior(audience: Audience) -> bool:
    """Whether somebody of this audience is told of the work of others."""
    return audience not in (Audience.LEAD, Audience.COORDINATING, Audience.UNIT_HEAD)


def _entry(reasons: list[Reason], reader: int, bench: Bench) -> Entry:
    state = bench.states[reasons[0].checkpoint_id]
    audience = min((one.audience for one in reasons), key=_MOST_RESPONSIBLE_FIRST.index)
    calendar, today = bench.ladders.calendar, bench.ladders.today
    left = days_left(state.due_on, today, calendar)
    kinds = {one.kind for one in reasons}
    found = bench.directory.recipients(state.assignment_id, audience)
    return Entry(
        state=state,
        item=bench.contents.items[state.checkpoint_id],
        section=_section(kinds, left, last_day(state.due_on, calendar), today),
        days_left=left,
        applies_on=last_day(state.due_on, calendar),
        firmness=_firmness(reasons, audience),
        audience=audience,
        stand_in=found.stand_in or _role_instead(reader, state, audience, bench.directory),
        next_on=bench.ladders.next_on(state.category, state.unit_id, audience, state.due_on),
        copied=_copied(reasons, reader, state, bench),
        reasons=tuple(sorted(reasons, key=lambda one: one.nudge_id or 0)),
    )


def _firmness(reasons: Sequence[Reason], audience: Audience) -> Firmness:
    """How firmly one speaks to a person in their most responsible role."""
    own = [one.firmness for one in reasons if one.audience is audience]
    return max(own, key=_FIRMEST_LAST.index)


def _section(kinds: set[NudgeKind], left: int, applies_on: date, today: date) -> Section:
    if NudgeKind.UNREACHABLE in kinds:
        return Section.UNREACHABLE
    if kinds == {NudgeKind.VERIFICATION_WAITING}:
        return Section.VERIFY
    if left < 0:
        return Section.OVERDUE
    if left == 0:
        return Section.TODAY
    if kinds <= set(_NEWS):
        return Section.NEWS
    sunday = today + timedelta(days=_SUNDAY - today.weekday())
    return Section.WEEK if applies_on <= sunday else Section.SOON


def _role_instead(
    reader: int, state: State, audience: Audience, directory: Directory
) -> Audience | None:
    """The role of a reader who hears of it because nobody of the audience can be reached."""
    holders = directory.recipients(state.assignment_id, audience).holders
    if any(one.person_id == reader for one in holders):
        return None
    for other in (Audience.UNIT_HEAD, Audience.COMMITTEE_SECRETARY, Audience.SECRETARIAT):
        found = directory.recipients(state.assignment_id, other)
        if found.stand_in is None and any(one.person_id == reader for one in found.holders):
            return other
    return None


def _copied(
    reasons: Sequence[Reason], reader: int, state: State, bench: Bench
) -> tuple[Holder, ...]:
    days = {one.decided_on for one in reasons if one.kind is NudgeKind.DEADLINE}
    audiences = {
        audience for day in days for audience in bench.contents.told[state.checkpoint_id, day]
    }
    holders = {
        holder.person_id: holder
        for audience in sorted(audiences, key=_MOST_RESPONSIBLE_FIRST.index)
        for holder in bench.directory.recipients(state.assignment_id, audience).holders
    }
    holders.pop(reader, None)
    return tuple(holders.values())
