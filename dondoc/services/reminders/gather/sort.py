"""Sorts reasons to remind by the person who will read them: the same for a run and a preview."""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from dondoc.services.reach.reachability import Reachability
from dondoc.services.reminders.gather.recipients import AudienceResolver, ResolvedReaders
from dondoc.services.reminders.gather.weekly import is_ripe
from dondoc.services.reminders.nudges.reasons import ANSWERS, Reason, moot_reason
from dondoc.services.reminders.nudges.write import NO_ADDRESS
from dondoc.services.work.checkpoint_states import CheckpointState
from models.nudge import NudgeKind
from models.rules.audiences import MAY_BE_EMPTY
from models.rules.calendar import WorkingCalendar
from models.rules.urgency import Urgency, urgency

SUPERSEDED = "moot.superseded"
NOBODY = "moot.nobody"
REACHABLE = "moot.reachable"
FOUNDED = "moot.founded"
MUTED = "moot.muted"

_EACH_ONE_COUNTS = frozenset(
    {NudgeKind.REFUSED, NudgeKind.BY_HAND, NudgeKind.UNREACHABLE, NudgeKind.NO_COMMITTEE}
)


@dataclass(slots=True)
class ReasonForReader:
    """A reason for one reader. `in_place_of`: the person who is away and whom they read for."""

    reason: Reason
    in_place_of: int | None = None


@dataclass
class SortedReasons:
    """Reasons by their reader. `due_now`: for now; `weekly`: those that wait for the weekly letter.

    `moot`: per key of the reason why; `deferred`: kept for the next working day; `nobody`: no
    holder at all; `done`: nobody is left to tell. `outstanding`: how many readers a nudge has
    yet to reach. `unreachable`: per person without an address, a checkpoint that they should
    have heard of.
    """

    due_now: dict[int, list[ReasonForReader]] = field(default_factory=lambda: defaultdict(list))
    weekly: dict[int, list[ReasonForReader]] = field(default_factory=lambda: defaultdict(list))
    moot: dict[str, list[Reason]] = field(default_factory=lambda: defaultdict(list))
    deferred: list[Reason] = field(default_factory=list)
    nobody: list[Reason] = field(default_factory=list)
    done: list[Reason] = field(default_factory=list)
    outstanding: dict[int, int] = field(default_factory=dict)
    unreachable: dict[int, int] = field(default_factory=dict)


@dataclass
class ProgrammePart:
    """One programme's part. `committees`: units that have one, where that is asked for."""

    calendar: WorkingCalendar
    working: bool
    reach: AudienceResolver
    committees: frozenset[int] = frozenset()


@dataclass
class Sorter:
    """Sorts reasons by their readers.

    `readers_with_message`: (nudge, reader) pairs that are in a message already.
    """

    states: Mapping[int, CheckpointState]
    parts: dict[int, ProgrammePart]
    routes: Reachability
    readers_with_message: frozenset[tuple[int, int]] = frozenset()

    def part_of(self, reason: Reason) -> ProgrammePart:
        """The programme's part that a reason belongs to."""
        return self.parts[self.states[reason.checkpoint_id].programme_id]

    def assort(self, reasons: Iterable[Reason]) -> SortedReasons:
        """Drops what the facts overtook and gives everything else to those it is for."""
        result = SortedReasons()
        for reason in self._standing(reasons, result):
            if not self.part_of(reason).working and reason.kind not in ANSWERS:
                result.deferred.append(reason)
            else:
                self.give(reason, result)
        return result

    def _standing(self, reasons: Iterable[Reason], result: SortedReasons) -> Sequence[Reason]:
        """What is still true; of several steps for one audience only the latest."""
        latest: dict[tuple[object, ...], Reason] = {}
        for reason in reasons:
            if why := moot_reason(reason, self.states[reason.checkpoint_id]):
                result.moot[why].append(reason)
                continue
            key = _group(reason)
            other = latest.setdefault(key, reason)
            if other is reason:
                continue
            older, newer = sorted((other, reason), key=lambda each_reason: each_reason.rank)
            latest[key] = newer
            result.moot[SUPERSEDED].append(older)
        return list(latest.values())

    def give(self, reason: Reason, result: SortedReasons) -> None:
        """Gives one reason to its readers."""
        if why := mended(reason, self.routes, self.part_of(reason).committees):
            result.moot[why].append(reason)
            return
        answer = self._answer(reason)
        for person_id in answer.lost:
            result.unreachable.setdefault(person_id, reason.checkpoint_id)
        if answer.readers:
            self._share_out(reason, answer.readers, result)
        elif reason.audience in MAY_BE_EMPTY and not answer.meant:
            result.moot[NOBODY].append(reason)
        else:
            result.nobody.append(reason)

    def _share_out(
        self, reason: Reason, readers: tuple[tuple[int, int | None], ...], result: SortedReasons
    ) -> None:
        left = muted = 0
        for reader, in_place_of in readers:
            if (reason.nudge_id or 0, reader) in self.readers_with_message:
                continue
            wishes = self.routes.wished.get(reader)
            level = urgency(reason.kind.value, reason.firmness) if wishes else Urgency.MANDATORY
            if wishes and wishes.muted and level is Urgency.OPTIONAL:
                muted += 1
                continue
            left += 1
            weekly_on = wishes.weekly_on if wishes and level is not Urgency.MANDATORY else None
            waits = weekly_on is not None and not is_ripe(
                reason.decided_on, weekly_on, self.routes.day, self.part_of(reason).calendar
            )
            (result.weekly if waits else result.due_now)[reader].append(
                ReasonForReader(reason, in_place_of)
            )
        if left:
            result.outstanding[reason.nudge_id or 0] = left
        elif muted == len(readers):
            result.moot[MUTED].append(reason)
        else:
            result.done.append(reason)

    def _answer(self, reason: Reason) -> ResolvedReaders:
        """Who hears of it; somebody named and out of reach is answered for by the audience."""
        state, reach = self.states[reason.checkpoint_id], self.part_of(reason).reach
        named = reason.person_id
        if named is None:
            return reach.answer(state.assignment_id, reason.audience)
        if own := reach.shared([named], state.assignment_id):
            return ResolvedReaders(own, ())
        instead = reach.answer(state.assignment_id, reason.audience)
        return ResolvedReaders(instead.readers, (named, *instead.lost))


def mended(reason: Reason, routes: Reachability, committees: Container[int]) -> str:
    """Why what it complains of was put right, or ''; an address that was refused is not."""
    if reason.kind is NudgeKind.UNREACHABLE:
        missing = reason.cause.startswith(f"{NO_ADDRESS}:")
        return REACHABLE if missing and routes.reaches(reason.about) else ""
    if reason.kind is NudgeKind.NO_COMMITTEE:
        return FOUNDED if reason.about in committees else ""
    return ""


def _group(reason: Reason) -> tuple[object, ...]:
    if reason.kind in _EACH_ONE_COUNTS:
        return (reason,)
    return (reason.checkpoint_id, reason.audience, reason.kind, reason.person_id)
