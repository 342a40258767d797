"""Recording by the API: the same service, the same rules as every page."""

from typing import Annotated

from fastapi import BackgroundTasks, Path, Response
from sqlmodel import Session, col, select

from dondoc.errors import BadInput
from dondoc.services.accounts.api_tokens import SCOPE_OF
from dondoc.services.acts.act_input import ActInput, DifficultyInput
from dondoc.services.acts.record import Recorder
from dondoc.services.integrations import api_lists
from dondoc.services.programme.frames import frame_of
from dondoc.services.work.checkpoint_view import views_of
from dondoc.services.work.checkpoints import load_checkpoints
from dondoc.web.api.act_shapes import ActIn, Recorded
from dondoc.web.api.base import RESPONSES, ApiError, router
from dondoc.web.api.caller import AnybodyIn, Caller
from dondoc.web.api.read import Ref
from dondoc.web.api.shapes import CheckpointOut
from models.rules.checkpoints import Act
from models.rules.grounds import DECIDES
from models.submission import Submission

Label = Annotated[str, Path(max_length=160, description="Label of a checkpoint: Q1")]


@router.post(
    "/checkpoints/{year}/{ref}/{label}/acts",
    status_code=201,
    responses={**RESPONSES, 200: {"description": "Recorded before", "model": Recorded}},
)
def record(
    caller: AnybodyIn, ref: Ref, label: Label, body: ActIn, answer: Response, tasks: BackgroundTasks
) -> Recorded:
    """Records an act; sent again with the same `request_key` it is the same one (200)."""
    act = Act(body.act.value)
    caller.need(SCOPE_OF[act])
    with caller.writing() as session:
        if api_lists.find_assignment(session, caller.viewer, ref) is None:
            raise ApiError(404, "api.error.not_found")
        key = _key(body, caller)
        known = session.scalar(select(col(Submission.id)).where(col(Submission.request_key) == key))
        recorder = Recorder(session, caller.now, caller.workplace.evidence, caller.viewer.year)
        try:
            sent = recorder.record(_input(body, act, f"{ref}/{label}", caller))
        except BadInput as error:
            if error.key != "act.request_key_used":
                raise
            # The key as the program sent it, not as it is kept.
            raise BadInput(error.key, request_key=body.request_key) from None
        recorded = _recorded(session, caller, sent)
    answer.status_code = 200 if known is not None else 201
    caller.wake_after(tasks)
    return recorded


def _key(body: ActIn, caller: Caller) -> str:
    """Two people's programs may choose the same key and still mean two acts."""
    return f"api:{caller.viewer.person_id}:{body.request_key}"


def _input(body: ActIn, act: Act, ref: str, caller: Caller) -> ActInput:
    plain = body.model_dump(exclude={"act", "hindrances", "request_key", "seen"})
    hindrances = tuple(DifficultyInput(**hindrance.model_dump()) for hindrance in body.hindrances)
    grounds_shown = body.seen or "" if act in DECIDES else body.seen
    return ActInput(
        act=act,
        ref=ref,
        by=caller.viewer.code,
        hindrances=hindrances,
        request_key=_key(body, caller),
        grounds_shown=grounds_shown,
        **plain,
    )


def _recorded(session: Session, caller: Caller, sent: Submission) -> Recorded:
    programme = caller.programme_in(session)
    frame = frame_of(session, programme)
    checkpoints = load_checkpoints(session, frame, [sent.checkpoint_id])
    (view,) = views_of(session, frame, checkpoints, caller.today)
    return Recorded(
        submission=sent.key,
        state=sent.state,
        recorded_at=sent.recorded_at,
        checkpoint=CheckpointOut.model_validate(view),
    )
