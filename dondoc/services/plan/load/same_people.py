"""New codes in a plan that may be known people's: who they may be, and giving them the new code."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from dondoc.services.plan.load.changes import PlanChange, ThingKind
from dondoc.services.plan.load.doubt import Doubt, DoubtAnswer
from dondoc.services.plan.load.new_codes import DoubtOf, NewCodes, new_codes, rename
from dondoc.services.plan.load.stored_plan import StoredPlan
from dondoc.services.plan.load.wanted_plan import person_rows
from dondoc.services.workbook.plan import HoldingDraft, PlanDraft
from models.rules.names_alike import alike, parts

_MAIL, _POSITION, _UNIT = 3, 2, 1
"""How strongly a new code is tied to a known person: the strongest tie is asked about."""


@dataclass
class _Known:
    """The people of the database by what may tie them to a new code."""

    mails: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    positions: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    units: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


def people_recoded(draft: PlanDraft, stored: StoredPlan, sure: frozenset[str]) -> NewCodes:
    """New codes of people who seem to be known under another: asks whether they are.

    An address that they have, however the name is spelled; or a name like theirs and a position
    that they hold; or the same name in a unit of theirs. Where `sure` says that one of two new
    codes is somebody new, the known person may be the other one.
    """
    ties = ((new, old) for _, _, new, old in sorted(_ties(draft, stored)))
    return new_codes(ties, _doubt_of(draft, stored), sure)


def _ties(draft: PlanDraft, stored: StoredPlan) -> Iterator[tuple[int, int, str, str]]:
    """The strongest first; among those alike whoever the plan does not list any more."""
    listed = {holding_draft.person_code for holding_draft in draft.holdings}
    known, holdings = _known(stored), _by_person(draft)
    for new, row in person_rows(draft.holdings).items():
        if new in stored.people:
            continue
        posts = holdings[new]
        for old in known.mails[row["email"].casefold()] if row["email"] else ():
            yield -_MAIL, int(old in listed), new, old
        for old in {old for post in posts for old in known.positions[post.position_code]}:
            if alike(row["full_name"], stored.people[old].row["full_name"]):
                yield -_POSITION, int(old in listed), new, old
        for old in {old for holding_draft in posts for old in known.units[holding_draft.unit_code]}:
            if parts(row["full_name"]) == parts(stored.people[old].row["full_name"]):
                yield -_UNIT, int(old in listed), new, old


def _by_person(draft: PlanDraft) -> dict[str, list[HoldingDraft]]:
    holdings: dict[str, list[HoldingDraft]] = defaultdict(list)
    for holding in draft.holdings:
        holdings[holding.person_code].append(holding)
    return holdings


def _known(stored: StoredPlan) -> _Known:
    known = _Known()
    for code, mails in stored.mails.items():
        for mail in mails:
            known.mails[mail].add(code)
    for position, code, _ in stored.holdings:
        known.positions[position].add(code)
        known.units[stored.positions[position].row["unit"]].add(code)
    return known


def _doubt_of(draft: PlanDraft, stored: StoredPlan) -> DoubtOf:
    """Whether a new code is a known person's, or somebody new.

    A code that the plan still lists cannot be given up: there it is somebody new, or a slip.
    """
    rows = person_rows(draft.holdings)

    def doubt(new: str, old: str) -> Doubt:
        details = {
            "new": new, "now": rows[new]["full_name"],
            "old": old, "name": stored.people[old].row["full_name"],
        }  # fmt: skip
        other = DoubtAnswer(f"code:{new}=new", "plan_load.sure.new_person")
        if old in rows:
            return Doubt("plan_load.doubt.second_code", (other,), details)
        same = DoubtAnswer(f"code:{new}={old}", "plan_load.sure.same_person")
        return Doubt("plan_load.doubt.code", (same, other), details)

    return doubt


def mail_doubts(entries: Iterable[PlanChange], stored: StoredPlan) -> Iterator[Doubt]:
    """A known person who is to be reached at somebody else's address, by letters and links."""
    bearers = _known(stored).mails
    for entry in entries:
        if entry.what is not ThingKind.PERSON or entry.old is None or entry.new is None:
            continue
        old, new = (row["email"].casefold() for row in (entry.old, entry.new))
        others = bearers[new] - {entry.ref} if new and new != old else set()
        if others and entry.ref not in bearers[new]:
            other = min(others)
            details = {
                "code": entry.ref, "name": entry.new["full_name"], "mail": entry.new["email"],
                "other": other, "whose": stored.people[other].row["full_name"],
            }  # fmt: skip
            yield Doubt(
                "plan_load.doubt.mail",
                (DoubtAnswer(f"mail:{entry.ref}", "plan_load.sure.mail"),),
                details,
            )


def recode_person(stored: StoredPlan, new: str, old: str) -> None:
    """From now on a known person goes by the new code, with all that is theirs."""
    stored.recoded[new] = old
    stored.people[new] = stored.people.pop(old)
    if old in stored.mails:
        stored.mails[new] = stored.mails.pop(old)
    rename(stored.holdings, 1, new, old)
