"""A step of an evaluation that somebody has opened: whose it is, the draft, and what is known."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from fastapi import HTTPException
from sqlmodel import Session

from dondoc.services.evaluation.course.drafts import DraftOf, TypedStep, find_draft
from dondoc.services.evaluation.course.leader_hints import LeaderHints, leader_hints
from dondoc.services.evaluation.course.sheet import DossierSheet, find_sheet
from dondoc.services.evaluation.people.viewings import evaluates
from dondoc.services.organisation.person_codes import person_of_code
from dondoc.services.organisation.viewer import Viewer
from dondoc.web.evaluation.looks import period_or_404
from dondoc.web.evaluation.step_form import known_parts, typed_before
from dondoc.web.site.visit import Visit
from models.evaluation_round import EvaluationDossierStep
from models.rules.evaluation_course.assessors import Assessor
from models.rules.evaluation_course.dossiers import DossierAct

_STEP_OF = {DossierAct.ASSESS_SELF: "self_assessment", DossierAct.COMMENT: "comment"}
_IS = {DossierAct.ASSESS_SELF: Assessor.SELF, DossierAct.COMMENT: Assessor.ABOVE}


@dataclass(frozen=True)
class Assessing:
    """Somebody at the form of a step; `here`: its address, `shown_at`: the evaluation's page."""

    visit: Visit
    act: DossierAct
    sheet: DossierSheet
    draft: TypedStep
    hints: LeaderHints | None
    here: str
    shown_at: str

    @property
    def draft_of(self) -> DraftOf:
        """Whose draft it is."""
        return DraftOf(self.visit.viewer.person_id, self.sheet.dossier.row.key, self.act)

    @property
    def step(self) -> EvaluationDossierStep | None:
        """The same step as it was taken before."""
        return getattr(self.sheet.dossier, _STEP_OF[self.act])  # type: ignore[no-any-return]

    def typed(self) -> Mapping[str, str]:
        """What the form begins with: the draft, else the step before, else what is known."""
        if self.draft.saved_at is not None:
            return self.draft.typed
        return typed_before(self.step) or known_parts(self.hints)


def open_step(visit: Visit, year: int, period: str, code: str, act: DossierAct) -> Assessing:
    """Somebody's evaluation for whoever may take the step; 404 for anybody else."""
    meant = period_or_404(period, year)
    with visit.programme() as (session, programme):
        person = person_of_code(session, code)
        viewer = visit.viewer.person_id
        found = person and find_sheet(
            session, programme.key, str(meant), person, viewer, visit.today
        )
        if not found or _IS[act] not in found.assessors:
            raise HTTPException(404)
        whose = DraftOf(viewer, found.dossier.row.key, act)
        draft, hints = find_draft(session, whose), _hints(session, found, act, visit.viewer)
        session.expunge_all()
    at = f"/evaluation/{year}/{period}"
    of = quote(found.dossier.code, safe="")
    here = f"{at}/mine" if act is DossierAct.ASSESS_SELF else f"{at}/{of}/comment"
    return Assessing(visit, act, found, draft, hints, here, f"{at}/{of}")


def _hints(
    session: Session, sheet: DossierSheet, act: DossierAct, viewer: Viewer
) -> LeaderHints | None:
    if act is not DossierAct.COMMENT or not sheet.asks_leader_parts:
        return None
    return leader_hints(session, sheet.context, sheet.dossier, evaluates=evaluates(viewer))
