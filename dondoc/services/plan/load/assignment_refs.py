"""What people call work: the reference that it has, or gets when it is loaded.

It stays whatever its unit is called later, so it is not always made of the codes of today.
"""

from collections.abc import Iterable, Mapping
from itertools import chain, count

from dondoc.services.plan.load.changes import Key, ThingKind
from dondoc.services.plan.load.names import ref_of
from dondoc.services.plan.load.stored_plan import StoredPlan


def references(stored: StoredPlan, keys: Iterable[Key]) -> dict[Key, str]:
    """Those of known assignments, and of these where they are new.

    New work gets its indicator and unit, and a number where that means other work already: so it
    is where its unit has the code that was another's when work was assigned to that one.
    """
    refs, taken = dict(stored.refs), set(stored.refs_taken)
    for key in keys:
        if key not in refs:
            first = ref_of(ThingKind.ASSIGNMENT, key)
            numbered = (f"{first}.{number}" for number in count(2))
            refs[key] = next(ref for ref in chain([first], numbered) if ref not in taken)
            taken.add(refs[key])
    return refs


def ref_in(refs: Mapping[Key, str], what: ThingKind, key: Key) -> str:
    """What people call a thing of these assignments, or any other one."""
    if what is ThingKind.ASSIGNMENT:
        return refs[key]
    return f"{refs[key[:2]]}/{key[2]}" if what is ThingKind.CHECKPOINT else ref_of(what, key)
