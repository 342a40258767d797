"""The entries of a letter: one per checkpoint, however many reasons and roles led to it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from dondoc.services.organisation.directory import Holder
from dondoc.services.reminders.letters.contents import LetterItem
from dondoc.services.reminders.letters.programme_context import PortionContext, ProgrammeContext
from dondoc.services.reminders.nudges.reasons import Reason
from dondoc.services.work.checkpoint_states import CheckpointState
from models.nudge import NudgeKind
from models.rules.ladder import Firmness
from models.rules.roles import Audience

_RANK = {audience: number for number, audience in enumerate(Audience)}  # most responsible first
_FIRMNESS = {firmness: number for number, firmness in enumerate(Firmness)}
_NEWS = frozenset({
    NudgeKind.ASSIGNED,
    NudgeKind.NOT_ACKNOWLEDGED,
    NudgeKind.DUE_CHANGED,
    NudgeKind.REFUSED,
    NudgeKind.OPENED,
    NudgeKind.EXTENSION_DECIDED,
    NudgeKind.WITHDRAWN,
    NudgeKind.CAUSE_DECIDED,
})  # fmt: skip
_OWN = frozenset({Audience.LEAD, Audience.COORDINATING, Audience.UNIT_HEAD})
_SUMMED = frozenset({
    Audience.COMMITTEE_HEAD,
    Audience.PARENT_HEAD,
    Audience.SECRETARIAT,
    Audience.STANDING_COMMITTEE,
})  # fmt: skip


class LetterSection(StrEnum):
    """Parts of a letter, the most urgent first."""

    OVERDUE = "overdue"
    TODAY = "today"
    WEEK = "week"
    SOON = "soon"
    RETURNED = "returned"
    DECIDE = "decide"
    CAUSES = "causes"
    NEWS = "news"
    VERIFY = "verify"
    UNREACHABLE = "unreachable"
    NO_COMMITTEE = "no_committee"


DATED = (LetterSection.OVERDUE, LetterSection.TODAY, LetterSection.WEEK, LetterSection.SOON)
"""What is waited for from the unit."""

_APART = {
    NudgeKind.UNREACHABLE: LetterSection.UNREACHABLE,
    NudgeKind.NO_COMMITTEE: LetterSection.NO_COMMITTEE,
}
"""Not about the checkpoint that they hang on: an entry of their own, for each cause."""

_TO_DO = {
    NudgeKind.EXTENSION_ASKED: LetterSection.DECIDE,
    NudgeKind.CAUSE_ASKED: LetterSection.CAUSES,
    NudgeKind.VERIFICATION_WAITING: LetterSection.VERIFY,
    NudgeKind.WITHDRAWN: LetterSection.NEWS,  # however late it was: nothing is due any more
}
_ORDER = {section: number for number, section in enumerate(LetterSection)}


class LetterEntry(NamedTuple):
    """One checkpoint in one letter.

    `applies_on`: the working day until which it is in time. `next_on`: when the ladder speaks
    of it again; it does not once something was reported. `audience`: the most responsible
    role of the reader, or of the person `instead` of whom they read; `stand_in`: the role in
    which they answer for it. `author`: they hear of it because of what they did themselves,
    whatever their role. `late`: the last day in time is over, maybe by no working day
    yet. `copied`: who else hears of it. `reasons`: all of them, the latest last.
    `stands_for`: who holds the role of which nobody can be reached, by name. `deputy_head`: of a
    committee, where its head or secretary would hear of it.
    """

    state: CheckpointState
    item: LetterItem
    section: LetterSection
    days_left: int
    applies_on: date
    firmness: Firmness
    audience: Audience
    stand_in: Audience | None
    instead: int | None
    author: bool
    next_on: date | None
    copied: tuple[Holder, ...]
    reasons: tuple[Reason, ...]
    late: bool = False
    stands_for: tuple[str, ...] = ()
    deputy_head: bool = False

    def has(self, kind: NudgeKind) -> bool:
        """Whether it is there for a reason of that kind."""
        return any(reason.kind is kind for reason in self.reasons)

    @property
    def summed(self) -> bool:
        """Whether it is work of others that a superior hears of by the unit, not by the item.

        So does a superior who stands in for a committee that is not there.
        """
        superior = self.audience not in _OWN and (self.stand_in or self.audience) in _SUMMED
        return superior and all(reason.kind is NudgeKind.DEADLINE for reason in self.reasons)


def entries_of(
    reasons: Sequence[Reason],
    reader: int,
    context: PortionContext,
    instead: Mapping[Reason, int] | None = None,
) -> tuple[LetterEntry, ...]:
    """The entries of one letter: by section, then by unit for superiors, then by due date."""
    if len(reasons) == 1:
        return (_entry(list(reasons), reader, context, instead or {}),)
    grouped: dict[tuple[int, str], list[Reason]] = {}
    for reason in reasons:
        grouped.setdefault(item_of(reason), []).append(reason)
    entries = [_entry(group, reader, context, instead or {}) for group in grouped.values()]
    return tuple(sorted(entries, key=_place))


def item_of(reason: Reason) -> tuple[int, str]:
    """What is one entry of a letter: reasons that agree here stand in one line."""
    return reason.checkpoint_id, reason.cause if reason.kind in _APART else ""


def firmest(firmnesses: Iterable[Firmness]) -> Firmness:
    """The firmest wording among these."""
    return max(firmnesses, key=_FIRMNESS.__getitem__)


def _place(entry: LetterEntry) -> tuple[int, str, date, str]:
    unit = entry.item.unit if entry.audience not in _OWN else ""
    return _ORDER[entry.section], unit, entry.state.due_on, entry.state.ref


def _entry(
    reasons: list[Reason], reader: int, context: PortionContext, instead: Mapping[Reason, int]
) -> LetterEntry:
    state = context.states[reasons[0].checkpoint_id]
    programme_context = context.programme_contexts[state.programme_id]
    absent = _absent(reasons, instead) if instead else None
    audience = min((reason.audience for reason in reasons), key=_RANK.__getitem__)
    author = all(reason.person_id == reader for reason in reasons)
    answers = reader if absent is None else absent
    stand_in = None if author else programme_context.role_instead(answers, state, audience)
    deputy_head = not author and programme_context.is_deputy_head(answers, state, audience)
    _, applies_on = programme_context.due(state.due_on)
    if len(reasons) > 1:
        reasons.sort(key=lambda reason: reason.nudge_id or 0)
    return LetterEntry(
        state=state,
        item=context.contents.items[state.checkpoint_id],
        section=_section(reasons, state, programme_context),
        days_left=programme_context.left(state),
        applies_on=applies_on,
        # How firmly one speaks to a person in their most responsible role.
        firmness=firmest(reason.firmness for reason in reasons if reason.audience is audience),
        audience=audience,
        stand_in=stand_in,
        instead=absent,
        author=author,
        next_on=programme_context.next_on(state, audience) if state.unreported else None,
        copied=_copied(reasons, {reader, absent}, state, context),
        reasons=tuple(reasons),
        late=programme_context.is_over(state.due_on),
        stands_for=programme_context.unreached(state, audience) if stand_in or deputy_head else (),
        deputy_head=deputy_head,
    )


def _absent(reasons: Sequence[Reason], instead: Mapping[Reason, int]) -> int | None:
    """In whose place the reader hears of it; nobody's where they would hear of it themselves."""
    people = [instead.get(reason) for reason in reasons]
    return None if None in people else people[0]


def _section(
    reasons: Sequence[Reason], state: CheckpointState, programme_context: ProgrammeContext
) -> LetterSection:
    left, applies_on = programme_context.due(state.due_on)
    first = reasons[0].kind
    if first in _APART:
        return _APART[first]
    kinds = {reason.kind for reason in reasons}
    for kind, section in _TO_DO.items():
        if kind in kinds:
            return section
    if programme_context.is_over(state.due_on) and not state.answered:
        return LetterSection.OVERDUE
    if left == 0 and not state.answered:
        return LetterSection.TODAY
    if kinds <= _NEWS or state.answered:
        return LetterSection.NEWS
    return LetterSection.WEEK if applies_on <= programme_context.sunday else _later(kinds)


def _later(kinds: set[NudgeKind]) -> LetterSection:
    """A return moves the date, maybe by weeks: it is not due soon unless the ladder says so."""
    returned = NudgeKind.RETURNED in kinds and NudgeKind.DEADLINE not in kinds
    return LetterSection.RETURNED if returned else LetterSection.SOON


def _copied(
    reasons: Sequence[Reason], but: set[int | None], state: CheckpointState, context: PortionContext
) -> tuple[Holder, ...]:
    """Who heard of it on the same days by the ladder."""
    days = {reason.decided_on for reason in reasons if reason.kind is NudgeKind.DEADLINE}
    audiences = {
        audience
        for day in days
        for audience in context.contents.step_audiences.get((state.checkpoint_id, day), ())
    }
    if not audiences:
        return ()
    holders = context.programme_contexts[state.programme_id].holders(state.assignment_id, audiences)
    return tuple(holder for holder in holders if holder.person_id not in but)
