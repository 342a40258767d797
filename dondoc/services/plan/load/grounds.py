"""The grounds of loading a plan: all that it would change, as it was shown."""

from hashlib import sha256

from dondoc.services.plan.load.changes import PlanDifference
from models.rules.grounds import Grounds

PLAN = ("plan",)
_ENOUGH = 8


def plan_grounds(difference: PlanDifference) -> Grounds:
    """How many things would change, and by what it is told from as many others.

    What it says of them counts, too: what is asked about, and what turns late or in time.
    """
    shown = (difference.entries, difference.conflicts, difference.notes, difference.doubts)
    digest = sha256(repr(shown).encode()).hexdigest()
    return {"plan": f"{len(difference.entries)} ({digest[:_ENOUGH]})"}
