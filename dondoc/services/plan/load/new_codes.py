"""Codes that a plan is the first to name: which of them may be known things' under another code."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from dondoc.services.plan.load.changes import ChangeKind, Key, PlanChange, ThingKind
from dondoc.services.plan.load.doubt import Doubt
from dondoc.services.plan.load.stored_plan import StoredThing

Thing = TypeVar("Thing")
DoubtOf = Callable[[str, str], Doubt]
"""What is asked about a new code and the known one that it may stand for."""


@dataclass
class NewCodes:
    """What is asked about each new code. `same`: known things' new codes, and their old ones."""

    asked: dict[str, Doubt] = field(default_factory=dict)
    same: dict[str, str] = field(default_factory=dict)

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """What is asked, answered or not."""
        return tuple(self.asked.values())


def new_codes(ties: Iterable[tuple[str, str]], doubt_of: DoubtOf, sure: frozenset[str]) -> NewCodes:
    """Pairs each new code with the known one to which it is tied most strongly; one to one.

    `ties`: new and known codes, the strongest first. Where `sure` says that a new code is
    something new, the known one may be another new code's.
    """
    codes = NewCodes()
    taken: set[str] = set()
    for new, old in ties:
        if new in codes.asked or old in taken:
            continue
        codes.asked[new] = doubt_of(new, old)
        answer = codes.asked[new].answer(sure)
        if not answer.endswith(f":{new}=new"):
            taken.add(old)
        if answer.endswith(f":{new}={old}"):
            codes.same[new] = old
    return codes


def rename(things: dict[Key, Thing], part: int, new: str, old: str) -> None:
    """Lets the things of which a key names the old code go by the new one."""
    for key in [key for key in things if key[part] == old]:
        things[*key[:part], new, *key[part + 1 :]] = things.pop(key)


def with_codes(
    entries: Iterable[PlanChange],
    what: ThingKind,
    recoded: Mapping[str, str],
    stored: Mapping[str, StoredThing],
) -> Iterator[PlanChange]:
    """The entries of one kind with the codes that change; `recoded`: the new and the old ones."""
    left = dict(recoded)
    for entry in entries:
        old = left.pop(entry.ref, None) if entry.what is what else None
        yield entry if old is None else _recoded(what, (entry.ref, old), entry.old, entry.new)
    for new, old in left.items():
        row = stored[new].row
        yield _recoded(what, (new, old), row, row)


def _recoded(
    what: ThingKind,
    codes: tuple[str, str],
    before: Mapping[str, object] | None,
    after: Mapping[str, object] | None,
) -> PlanChange:
    new, old = codes
    rows = ({**(before or {}), "code": old}, {**(after or {}), "code": new})
    return PlanChange(what, ChangeKind.CHANGED, (new,), new, *rows)
