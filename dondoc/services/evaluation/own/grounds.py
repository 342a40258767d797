"""The grounds of deciding on own rule sets: when each version judges, as a page showed it."""

from sqlmodel import Session

from dondoc.services.evaluation.own.versions import own_rule_sets
from models.rules.grounds import Grounds


def own_rules_grounds(session: Session) -> Grounds:
    """For each code the versions that judge, each with its days: `1 2022-04-01/2022-06-30`.

    `-` where none does: a page that showed this is told from one that showed nothing.
    """
    found = {}
    for rules in own_rule_sets(session):
        numbers = {each.key: each.rules.version for each in rules.versions}
        found[own_rules_name(rules.code)] = (
            "; ".join(
                f"{numbers[time.version_id]} {time.first}/{time.last or ''}" for time in rules.times
            )
            or "-"
        )
    return found


def own_rules_name(code: str) -> str:
    """The name under which a page remembers when a code's versions judge."""
    return f"own_rules:{code}"
