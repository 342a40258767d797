"""Before somebody urges by hand: whom of each audience it would reach today."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from dondoc.services.organisation.viewer import Viewer
from dondoc.services.programme.frames import frame_of
from dondoc.services.reminders.explain.answer import AudienceExplained
from dondoc.services.reminders.explain.explain import audiences_of
from dondoc.services.reminders.nudges.by_hand import URGERS, urged_today
from dondoc.services.work.checkpoint_view import CheckpointView, view
from dondoc.services.work.checkpoints import load_checkpoint
from dondoc.services.work.references import find_for_act
from dondoc.services.work.roles import roles_of
from dondoc.services.work.visible_assignment import visible_assignment
from models.assignment import Assignment
from models.programme import Programme
from models.rules.checkpoints import local_date
from models.rules.roles import Audience

AUDIENCES = (
    Audience.LEAD,
    Audience.UNIT_HEAD,
    Audience.COMMITTEE_SECRETARY,
    Audience.COMMITTEE_HEAD,
    Audience.PARENT_HEAD,
    Audience.COORDINATING,
)
"""Whom a person may urge: those who do the work, and those who answer for it, up the tree."""


@dataclass(frozen=True)
class NudgePreview:
    """What urging would do.

    `open`: somebody must still report; `already`: the viewer urged it today.
    """

    ref: str
    title: str
    unit_id: int
    view: CheckpointView
    open: bool
    already: bool
    reached: tuple[AudienceExplained, ...]


def nudge_preview(
    session: Session, programme: Programme, viewer: Viewer, ref: str, now: datetime
) -> NudgePreview | None:
    """Whom urging `KND@LT/Q1` would reach; None where the viewer does not see it.

    Raises BadInput for a reference without its checkpoint.
    """
    assignment = visible_assignment(session, programme, viewer, ref)
    if assignment is None:
        return None
    today = local_date(now)
    key = find_for_act(session, ref, today, programme.year).checkpoint.key
    frame = frame_of(session, programme)
    checkpoint = load_checkpoint(session, frame, key)
    explained = audiences_of(session, programme, assignment.key, AUDIENCES, now)
    return NudgePreview(
        ref=checkpoint.ref,
        title=checkpoint.indicator.title,
        unit_id=assignment.unit_id,
        view=view(checkpoint, frame, today),
        open=checkpoint.facts.may_be_reported(today),
        already=bool(urged_today(session, viewer.person_id, [key], now)),
        reached=tuple(each for each in explained if each.people),
    )


def may_urge(session: Session, viewer: Viewer, assignment: Assignment) -> bool:
    """Whether urging on this assignment is the viewer's to do."""
    return bool(roles_of(session, viewer.person_id, assignment, viewer.day) & URGERS)
