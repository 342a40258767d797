"""What history says of a step of an evaluation: who took it, of whose, and its SHA-256."""

import json
from hashlib import sha256

from dondoc.services.evaluation.course.context import RoundContext
from dondoc.services.history.events import append
from dondoc.services.organisation.changes import SettingsChange
from dondoc.services.organisation.directory import names_of_people
from models.evaluation_round import EvaluationDossierStep
from models.event import EventKind
from models.rules.evaluation_course.dossiers import DossierStepKind

_WHAT = {
    DossierStepKind.SELF_ASSESSED: "evaluation_self_assessed",
    DossierStepKind.COMMENTED: "evaluation_commented",
    DossierStepKind.PROPOSED: "evaluation_proposed",
    DossierStepKind.DECIDED: "evaluation_decided",
    DossierStepKind.REQUESTED: "evaluation_requested",
    DossierStepKind.REQUEST_WITHDRAWN: "evaluation_request_withdrawn",
    DossierStepKind.ANSWERED: "evaluation_answered",
    DossierStepKind.TAKEN_OUT: "evaluation_taken_out",
    DossierStepKind.PUT_BACK: "evaluation_put_back",
    DossierStepKind.MOVED: "evaluation_moved",
    DossierStepKind.BROUGHT_IN: "evaluation_brought_in",
}


def note_step(
    change: SettingsChange, context: RoundContext, name: str, step: EvaluationDossierStep
) -> None:
    """Who took which step of whose evaluation, and in whose place; never points or reasons."""
    data = {
        "what": _what(step),
        "period": context.row.period,
        "name": name,
        "dossier": step.dossier_id,
        "step": step.key,
        "sha256": _step_sha256(step),
    }
    if step.in_place_of_id is not None:
        away = names_of_people(change.session, [step.in_place_of_id])
        data["in_place_of"] = away[step.in_place_of_id]
    row = {
        "kind": EventKind.SETTINGS_CHANGED,
        "programme_id": context.row.programme_id,
        "actor_id": change.actor.key,
        "data": data,
    }
    append(change.session, change.now, [row])


def _what(step: EvaluationDossierStep) -> str:
    """History tells of a comment and of a proposal in another's place in other words."""
    what = _WHAT[step.kind]
    if step.stands_in is None:
        return what
    return f"{what}_vacant" if step.in_place_of_id is None else f"{what}_in_place"


def _step_sha256(step: EvaluationDossierStep) -> str:
    """Of whoever assessed by their own right as it was before anybody could stand in."""
    left_out = {"id"} | (set() if step.stands_in else {"stands_in", "in_place_of_id"})
    content = step.model_dump(mode="json", exclude=left_out)
    plain = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(plain.encode()).hexdigest()
