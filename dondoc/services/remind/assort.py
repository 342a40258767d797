"""From reasons to what each person is told: pure sorting, the same for a run and a preview."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from dondoc.services.remind.nudging import NO_ADDRESS
from dondoc.services.remind.reach import MAY_BE_EMPTY, Reach
from dondoc.services.remind.reasons import ANSWERS, Reason, moot_reason
from dondoc.services.remind.states import State
from models.nudge import NudgeKind

SUPERSEDED = "moot.superseded"
NOBODY = "moot.nobody"
REACHABLE = "moot.reachable"

_EACH_ONE_COUNTS = frozenset({NudgeKind.REFUSED, NudgeKind.BY_HAND, NudgeKind.UNREACHABLE})


@dataclass
class Assorted:
    """`lines`: per person; `moot`: per key of the reason why; `nobody`: no holder at all.

    `deferred`: kept for the next working day. `unreachable`: per person without an address,
    a checkpoint that they should have heard of.
    """

    lines: dict[int, list[Reason]] = field(default_factory=lambda: defaultdict(list))
    moot: dict[str, list[Reason]] = field(default_factory=lambda: defaultdict(list))
    deferred: list[Reason] = field(default_factory=list)
    nobody: list[Reason] = field(default_factory=list)
    gathered: list[Reason] = field(default_factory=list)
    unreachable: dict[int, int] = field(default_factory=dict)


@dataclass
class Assorter:
    """`told`: (nudge, person) pairs that are in a message already, after a hand-over."""

    states: dict[int, State]
    reach: Reach
    working: bool
    told: frozenset[tuple[int, int]] = frozenset()

    def assort(self, reasons: Iterable[Reason]) -> Assorted:
        """Drops what the facts overtook and gives everything else to those it is for."""
        result = Assorted()
        standing = self._standing(reasons, result)
        for reason in standing:
            if not self.working and reason.kind not in ANSWERS:
                result.deferred.append(reason)
            else:
                self.give(reason, result)
        return result

    def _standing(self, reasons: Iterable[Reason], result: Assorted) -> Sequence[Reason]:
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
            older, newer = sorted((other, reason), key=lambda one: one.rank)
            latest[key] = newer
            result.moot[SUPERSEDED].append(older)
        return list(latest.values())

    def give(self, reason: Reason, result: Assorted) -> None:
        """Gives one reason to its people."""
        if reason.kind is NudgeKind.UNREACHABLE and self._reachable_again(reason):
            result.moot[REACHABLE].append(reason)
            return
        people, lost, named = self._people(reason)
        for person_id in lost:
            if person_id not in result.unreachable:
                result.unreachable[person_id] = reason.checkpoint_id
        if not people:
            may_be_empty = reason.audience in MAY_BE_EMPTY and not named
            (result.moot[NOBODY] if may_be_empty else result.nobody).append(reason)
            return
        result.gathered.append(reason)
        for person_id in people:
            if (reason.nudge_id or 0, person_id) not in self.told:
                result.lines[person_id].append(reason)

    def _reachable_again(self, reason: Reason) -> bool:
        """Whether a missing address was given since; a refused one is not mended that way."""
        no_address = reason.cause.startswith(NO_ADDRESS)
        return no_address and reason.unreachable_person in self.reach.addresses

    def _people(self, reason: Reason) -> tuple[list[int], list[int], bool]:
        """Ids of those who hear of it, of those who cannot be reached, and if anybody is meant."""
        person_id = reason.person_id
        if person_id is not None and person_id in self.reach.addresses:
            return [person_id], [], True
        reached = self.reach.of(reason, self.states[reason.checkpoint_id])
        lost = [one.person_id for one in reached.unreachable]
        if person_id is not None:
            lost.insert(0, person_id)
        people = [one.person_id for one in reached.people]
        return people, lost, bool(people or lost)


def _group(reason: Reason) -> tuple[object, ...]:
    if reason.kind in _EACH_ONE_COUNTS:
        return (reason,)
    return (reason.checkpoint_id, reason.audience, reason.kind, reason.person_id)
