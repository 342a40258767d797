"""The filters of the overdue board as SQL, so that both databases can use their indexes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, text
from sqlmodel import Session, col

from dondoc.services.boards.overdue.filters import BoardFilters, Limits, late_limit
from dondoc.services.boards.overdue.question import BoardQuestion
from dondoc.services.boards.overdue.states import (
    ids_in_state,
    ids_late,
    ids_late_before,
    is_late_by,
)
from dondoc.services.organisation.units import names_on
from dondoc.services.work.answering.tenures import AsOfDay, tenures_of, theirs
from dondoc.store.bulk import among
from dondoc.store.cache import keep
from models.assignment import Assignment, Checkpoint
from models.indicator import Indicator
from models.joins import ASSIGNMENT_OF_CHECKPOINT, INDICATOR_OF_ASSIGNMENT
from models.rules.due import due_facts
from models.rules.due_parts import STATES, URGED, DuePart
from models.rules.folding import fold_words
from models.rules.responsibility import Occasion, Tenure
from models.rules.stages import SETTLED, Standing
from models.unit import Unit

_LIVE = text("checkpoint.standing = 'live'")
_OPEN = text("checkpoint.stage IN ('assigned', 'in_progress')")
_REPORTED = text("checkpoint.stage = 'reported'")
"""Written out, because a partial index is used only for what stands in the query itself."""
_BEFORE_ALL = date(1900, 1, 1)


def matching(scope: BoardQuestion, board_filters: BoardFilters) -> Select[Any]:
    """The ids of the checkpoints that match, in no order."""
    query = (
        select(col(Checkpoint.id))
        .select_from(Checkpoint)
        .join(*ASSIGNMENT_OF_CHECKPOINT)
        .join(*INDICATOR_OF_ASSIGNMENT)
        .join(Unit, col(Unit.id) == col(Assignment.unit_id))
    )
    return query.where(
        scope.viewer.visible(), _in_place(scope, board_filters), *filters(scope, board_filters)
    )


def _in_place(scope: BoardQuestion, board_filters: BoardFilters) -> ColumnElement[bool]:
    """By what the last drain left, except where something was recorded since."""
    if board_filters.late > 0 and board_filters.shown is DuePart.TO_URGE:
        return _in_place(scope, replace(board_filters, shown=DuePart.OVERDUE))
    if board_filters.late > 0 and board_filters.shown is not DuePart.OVERDUE:
        # Silence and what is not there are late, too, and a late report by the days until it came.
        listed = among(scope.session, col(Checkpoint.id), ids_late(scope, board_filters.late))
        return and_(listed, _in_place(scope, replace(board_filters, late=0)))
    if board_filters.shown in STATES:
        return among(scope.session, col(Checkpoint.id), ids_in_state(scope, board_filters.shown))
    limit = late_limit(board_filters, scope.today, scope.frame)
    stored: list[Any] = [_LIVE, col(Assignment.standing) == Standing.LIVE]
    stored += stored_place(board_filters.shown, scope.limits)
    if limit is not None:
        stored += [_OPEN, _late_enough(scope, limit, board_filters.late)]
    if not scope.since:
        return and_(*stored)
    stored.append(~among(scope.session, col(Checkpoint.id), scope.since))
    moved = [
        key
        for key, checkpoint in scope.since.items()
        if _fits(board_filters.shown, checkpoint.place, is_asked=checkpoint.asked is not None)
        and (
            limit is None
            or is_late_by(scope, due_facts(checkpoint.checkpoint.facts), board_filters.late)
        )
    ]
    if not moved:
        return and_(*stored)
    return or_(and_(*stored), among(scope.session, col(Checkpoint.id), moved))


def _late_enough(scope: BoardQuestion, limit: date, least: int) -> ColumnElement[bool]:
    """By the date in force, or with what a report that was sent back was late before."""
    by_date = col(Checkpoint.due_on) <= limit
    before = ids_late_before(scope, least)
    return or_(by_date, among(scope.session, col(Checkpoint.id), before)) if before else by_date


def _fits(shown: DuePart, place: DuePart | None, *, is_asked: bool) -> bool:
    if place is None:
        return False
    if shown is DuePart.EXTENSION:
        return is_asked
    if shown is DuePart.TO_URGE:
        return place in URGED
    return shown in (place, DuePart.ALL)


def stored_place(shown: DuePart, limits: Limits) -> list[Any]:
    """The conditions that a live checkpoint is in a part, as the last drain left it."""
    due_on, settled = col(Checkpoint.due_on), col(Checkpoint.stage).in_(SETTLED)
    conditions: dict[DuePart, list[Any]] = {
        DuePart.TO_URGE: [_OPEN, due_on <= max(limits.overdue, limits.soon)],
        DuePart.OVERDUE: [_OPEN, due_on <= limits.overdue],
        DuePart.DUE_SOON: [_OPEN, due_on > limits.overdue, due_on <= limits.soon],
        DuePart.IN_TIME: [_OPEN, due_on > max(limits.overdue, limits.soon)],
        DuePart.WAITING: [_REPORTED],
        DuePart.DONE: [settled, ~col(Checkpoint.missing), ~col(Checkpoint.undelivered)],
        DuePart.MISSING: [settled, col(Checkpoint.missing)],
        DuePart.UNDELIVERED: [settled, col(Checkpoint.undelivered)],
        DuePart.EXTENSION: [or_(_OPEN, _REPORTED), col(Checkpoint.extension_asked).is_not(None)],
        DuePart.ALL: [],
    }
    return conditions[shown]


def filters(scope: BoardQuestion, board_filters: BoardFilters) -> Iterator[ColumnElement[bool]]:
    """What is asked of the assignment, its indicator, its unit and who answers for it."""
    if board_filters.group_id is not None:
        yield col(Unit.group_id) == board_filters.group_id
    if board_filters.unit_id is not None:
        yield col(Assignment.unit_id) == board_filters.unit_id
    if board_filters.position_id is not None:
        # As if one person had held it all along: whoever does, it is the position that answers.
        always = Tenure(board_filters.position_id, _BEFORE_ALL)
        yield theirs(scope.session, [always], _as_of_day(scope))
    if board_filters.person_id is not None:
        yield theirs(
            scope.session, tenures_of(scope.session, board_filters.person_id), _as_of_day(scope)
        )
    if board_filters.category:
        yield col(Indicator.category) == board_filters.category
    if board_filters.text.strip():
        yield _names(scope, board_filters.text)


def _as_of_day(scope: BoardQuestion) -> AsOfDay:
    since = {
        key: Occasion.of(due_facts(checkpoint.checkpoint.facts))
        for key, checkpoint in scope.since.items()
    }
    return AsOfDay(scope.today, scope.frame.calendar, since)


def _names(scope: BoardQuestion, typed: str) -> ColumnElement[bool]:
    """The reference, the indicator's title or the unit's name has the words, accents or not."""
    folded = fold_words(typed)
    raw = typed.strip().replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
    by_ref = col(Assignment.ref).ilike(f"%{raw}%", escape="\\")
    if not folded:
        return by_ref
    plan = (scope.programme.plan_sha256, str(scope.today))
    titles, units = keep(("names", *scope.whose[:2]), plan, lambda: _folded(scope.session, scope))
    indicators = [key for key, title in titles if folded in title]
    of_units = [key for key, name in units if folded in name]
    return or_(
        by_ref,
        among(scope.session, col(Assignment.indicator_id), indicators) if indicators else false(),
        among(scope.session, col(Assignment.unit_id), of_units) if of_units else false(),
    )


def _folded(
    session: Session, scope: BoardQuestion
) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    query = select(col(Indicator.id), col(Indicator.title))
    query = query.where(col(Indicator.programme_id) == scope.programme.id)
    titles = [(key, fold_words(title)) for key, title in session.connection().execute(query)]
    units = [(key, fold_words(name.name)) for key, name in names_on(session, scope.today).items()]
    return titles, units
