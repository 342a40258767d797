"""The grounds of loading a plan: all that it would change, as it was shown."""

from hashlib import sha256

from dondoc.services.plan.load.changes import PlanDifference
from models.rules.grounds import Grounds

PLAN = ("plan",)
_ENOUGH = 8


def plan_grounds(found: PlanDifference) -> Grounds:
    """How many things would change, and by what it is told from as many others.

    What it says of them counts, too: what is asked about, and what turns late or in time.
    """
    shown = (found.entries, found.conflicts, found.notes, found.doubts)
    digest = sha256(repr(shown).encode()).hexdigest()
    return {"plan": f"{len(found.entries)} ({digest[:_ENOUGH]})"}
