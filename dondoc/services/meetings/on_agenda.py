"""How the matters of an agenda are told: why each is on it, and what can be concluded on it."""

from collections.abc import Iterable, Iterator, Sequence

from sqlmodel import Session, col, select

from dondoc.store.bulk import among
from models.assignment import Assignment, Checkpoint
from models.indicator import Indicator
from models.joins import INDICATOR_OF_ASSIGNMENT
from models.meeting import AgendaItem
from models.rules.acts import UNANSWERED
from models.rules.conclusions import AgendaReason, ConclusionKind
from models.rules.indicators import Direction
from models.rules.stages import UNREPORTED, Stage


def reason_named(reason: AgendaReason, *, is_limit: bool) -> str:
    """What its words are called: of a limit nobody says that it is below plan, but passed."""
    return "over_limit" if is_limit and reason is AgendaReason.BELOW_PLAN else reason.value


def named_reasons(session: Session, items: Iterable[AgendaItem]) -> dict[int, str]:
    """What the words of the reason of each matter are called, by the key of the matter."""
    items = tuple(items)
    query = (
        select(Assignment.id)
        .join(*INDICATOR_OF_ASSIGNMENT)
        .where(
            among(session, col(Assignment.id), {each.assignment_id or 0 for each in items}),
            Indicator.direction == Direction.LOWER,
        )
    )
    limits = set(session.exec(query))
    return {
        each.key: reason_named(each.reason, is_limit=each.assignment_id in limits) for each in items
    }


def kinds_of_conclusions(
    session: Session, items: Sequence[AgendaItem], *, year_is_over: bool
) -> dict[int, tuple[ConclusionKind, ...]]:
    """What can be concluded on each matter: nobody urges what was reported, its date is another one
    at most where more time was asked before, and work of the plan is due within its year.
    """
    keys = {each.checkpoint_id or 0 for each in items}
    query = select(Checkpoint.id, Checkpoint.stage).where(among(session, col(Checkpoint.id), keys))
    stages = {row[0] or 0: Stage(row[1]) for row in session.exec(query)}
    return {
        each.key: tuple(_kinds(stages.get(each.checkpoint_id or 0), year_is_over=year_is_over))
        for each in items
    }


def _kinds(stage: Stage | None, *, year_is_over: bool) -> Iterator[ConclusionKind]:
    """`stage`: of the checkpoint of the matter, None where it is about none."""
    if not year_is_over:
        yield ConclusionKind.ASSIGNMENT
    yield ConclusionKind.TASK
    if stage in UNANSWERED:
        yield ConclusionKind.NEW_DATE
    if stage in UNREPORTED:
        yield ConclusionKind.URGE
