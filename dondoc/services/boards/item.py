"""All that the page of an item shows to one viewer, in a fixed number of queries."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import Session, col

from dondoc.errors import BadInput
from dondoc.exports.charts.roadmap import Roadmap
from dondoc.services.boards.comments import Remark, comments_of, may_comment
from dondoc.services.boards.other_units import OtherUnit, other_units
from dondoc.services.history.of_item import EventView
from dondoc.services.organisation.viewer import Viewer
from dondoc.services.reminders.nudges.by_hand import URGERS
from dondoc.services.reminders.register.of_item import ReminderShown, reminders_on
from dondoc.services.reports.of_item import ReportView, reports_of
from dondoc.services.work.answering.former_posts import former_posts, names_former
from dondoc.services.work.answering.responsible import Officials, officials_of
from dondoc.services.work.assignment_view import (
    AssignmentView,
    AssignmentWithCheckpoints,
    open_assignment,
    view_of_assignment,
)
from dondoc.services.work.checkpoint_view import CheckpointView
from dondoc.services.work.checkpoints import LoadedCheckpoint
from dondoc.services.work.components import ComponentShown, composite_so_far
from dondoc.services.work.roadmap import ResultSoFar, YearTarget, roadmap_of, so_far
from dondoc.services.work.roles import known_roles, known_roles_on
from dondoc.services.work.unreadable import refs_unreadable
from dondoc.services.work.visible_assignment import visible_assignment
from models.assignment import Assignment
from models.indicator import Indicator
from models.programme import Programme
from models.rules.acts import possible
from models.rules.checkpoints import Act, local_date
from models.rules.indicators import Direction, Kind
from models.rules.responsibility import Former
from models.rules.roles import ANSWERING, Role
from models.rules.stages import Standing

MAX_REMINDERS = 50


@dataclass(frozen=True)
class ItemPage:
    """The page of an assignment.

    `focus`: the checkpoint that the address names, or the current one. `named`: it was named.
    """

    view: AssignmentView
    assignment: Assignment
    indicator: Indicator
    so_far: ResultSoFar
    components: tuple[ComponentShown, ...]
    roadmap: Roadmap | None
    checkpoints: tuple[CheckpointView, ...]
    focus: CheckpointView
    named: bool
    roles: frozenset[Role]
    may_comment: bool
    may_see_unit: bool
    others: tuple[OtherUnit, ...]
    reports: tuple[ReportView, ...]
    reminders: tuple[ReminderShown, ...]
    comments: tuple[Remark, ...]

    @property
    def is_product(self) -> bool:
        """Whether it asks for products and not for a number."""
        return self.indicator.kind is Kind.PRODUCT

    @property
    def is_computed(self) -> bool:
        """Whether its figure comes from components, and nobody tells one."""
        return self.indicator.kind is Kind.COMPOSITE


def item_page(
    session: Session, programme: Programme, viewer: Viewer, ref: str, now: datetime
) -> ItemPage | None:
    """What `KND@LT` or `KND@LT/Q1` names; None for what the viewer may not see or is not there.

    Raises BadInput where there is nothing else than what cannot be read.
    """
    assignment = visible_assignment(session, programme, viewer, ref)
    if assignment is None:
        return None
    today, opened = local_date(now), open_assignment(session, programme, assignment)
    officials = officials_of(session, assignment.key, opened.frame, today)
    view = view_of_assignment(session, opened, today, officials)
    roles = known_roles(
        viewer, assignment, [post.position_id for post, _ in officials.now(assignment.key)]
    )
    roles_by = _roles_by_day(session, viewer, assignment, (officials, roles), view.events)
    shown = _shown(opened, view, roles_by, today)
    label = ref.partition("/")[2].strip()
    focus = _focus(shown, label or (view.current or "").partition("/")[2])
    if focus is None or (label and focus.label != label):
        if refs_unreadable(session, col(Assignment.id) == assignment.key):
            raise BadInput("checkpoint.unreadable")
        return None
    result, computed, roadmap = _results(session, opened, shown, today)
    return ItemPage(
        view=view,
        assignment=assignment,
        indicator=opened.indicator,
        so_far=result,
        components=computed,
        roadmap=roadmap,
        checkpoints=shown,
        focus=focus,
        named=bool(label),
        roles=roles,
        may_comment=may_comment(viewer, assignment, roles),
        may_see_unit=viewer.may_see_unit(assignment.unit_id),
        others=other_units(session, assignment, today),
        reports=reports_of(session, assignment.key, now),
        reminders=reminders_on(session, programme, assignment.key, MAX_REMINDERS),
        comments=comments_of(session, assignment.key),
    )


def _results(
    session: Session,
    opened: AssignmentWithCheckpoints,
    shown: tuple[CheckpointView, ...],
    today: date,
) -> tuple[ResultSoFar, tuple[ComponentShown, ...], Roadmap | None]:
    """What came of the assignment so far, what it is computed of, and its way to the target."""
    assignment, target = opened.assignment, _asked(opened.assignment, opened.indicator)
    result, computed = so_far(target, shown, today), tuple[ComponentShown, ...]()
    if opened.indicator.kind is Kind.COMPOSITE:
        measure, computed = composite_so_far(session, opened.frame, assignment, today)
        result = replace(result, measure=measure, reported=None)
    span = (min(checkpoint.opens_on for checkpoint in shown), assignment.deadline)
    return result, computed, roadmap_of(target, shown, span, today)


def _roles_by_day(
    session: Session,
    viewer: Viewer,
    assignment: Assignment,
    known: tuple[Officials, frozenset[Role]],
    events: Iterable[EventView],
) -> Callable[[date], frozenset[Role]]:
    """What the viewer is to a checkpoint that opens on a day. `known`: as read for today."""
    officials, roles = known
    positions = [post.position_id for post in officials.posts.get(assignment.key, ())]
    former = _former(session, assignment, events)
    return lambda day: known_roles_on(viewer, roles, positions, former, assignment.unit_id, day)


def _former(
    session: Session, assignment: Assignment, events: Iterable[EventView]
) -> tuple[Former, ...]:
    """Asked for only where the history, which is read already, tells of any."""
    changed = any(names_former(event.kind, event.data) for event in events)
    return former_posts(session, [assignment.key]) if changed else ()


def _shown(
    opened: AssignmentWithCheckpoints,
    assignment: AssignmentView,
    roles_by: Callable[[date], frozenset[Role]],
    today: date,
) -> tuple[CheckpointView, ...]:
    """`roles_by`: the viewer's, towards a checkpoint that opens on that day."""
    checkpoints = []
    for checkpoint, view in zip(opened.checkpoints.values(), assignment.checkpoints, strict=True):
        facts, roles = checkpoint.facts, roles_by(checkpoint.checkpoint.opens_on)
        start, end = sorted((today, view.last_day_in_time))
        acts = possible(facts, roles) if opened.assignment.standing is Standing.LIVE else ()
        checkpoints.append(
            replace(
                view,
                days_off=opened.frame.calendar.off_days(start, end),
                acts=frozenset(act for act in acts if _in_time(act, checkpoint, today)),
                may_urge=bool(roles & URGERS) and facts.may_be_reported(today),
                own=bool(roles & ANSWERING),
            )
        )
    return tuple(checkpoints)


def _in_time(act: Act, checkpoint: LoadedCheckpoint, today: date) -> bool:
    """Silence is recorded, and a missing product judged, once its time has run out: not earlier."""
    if act is Act.EVALUATE:
        return not checkpoint.facts.may_yet_come(today)
    return act is not Act.NOT_REPORTED or today > checkpoint.facts.cut_off_on


def _focus(shown: tuple[CheckpointView, ...], label: str) -> CheckpointView | None:
    named = next((checkpoint for checkpoint in shown if checkpoint.label == label), None)
    return named or (shown[-1] if shown else None)


def _asked(assignment: Assignment, indicator: Indicator) -> YearTarget:
    return YearTarget(
        Kind(indicator.kind),
        Direction(indicator.direction),
        assignment.target,
    )
