"""The grounds of a change of the ladder: what a page showed of it."""

from collections import defaultdict

from sqlmodel import Session

from dondoc.services.programme.programmes import ladder_of
from models.programme import Programme
from models.rules.grounds import Grounds


def ladder_grounds(session: Session, programme: Programme) -> Grounds:
    """The steps of every ladder, by the category and the unit that it is for."""
    steps: dict[str, list[str]] = defaultdict(list)
    for step in ladder_of(session, programme):
        name = ladder_name(step.category, step.unit_id)
        step_values = (
            step.offset,
            step.audience.value,
            step.firmness.value,
            step.every,
            step.channel,
        )
        steps[name].append(" ".join(str(part) for part in step_values if part is not None))
    return {name: "; ".join(sorted(texts)) for name, texts in steps.items()}


def ladder_name(category: str | None, unit_id: int | None) -> str:
    """The name of the ladder of a category and a unit."""
    return f"ladder:{category or ''}/{unit_id or ''}"
