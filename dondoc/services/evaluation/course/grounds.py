"""What whoever takes a step of an evaluation was shown: its last step, the results, the work."""

from dataclasses import replace
from decimal import Decimal

from dondoc.services.evaluation.course.context import RoundContext
from dondoc.services.evaluation.course.dossiers import DossierRead
from dondoc.services.evaluation.course.kept_scores import kept_score
from dondoc.services.evaluation.course.score import DossierWork
from dondoc.services.evaluation.course.withheld import shown_to
from dondoc.services.evaluation.people.entered import NOTHING_ENTERED
from models.rules.evaluation_course.dossiers import DossierAct
from models.rules.grounds import Grounds, plain
from models.rules.scoring.exact import decimal_of

DOSSIER = (
    "dossier_step", "dossier_total", "dossier_results", "dossier_discipline", "dossier_away",
    "dossier_work",
)  # fmt: skip
"""Every step of an evaluation rests on these."""


def dossier_grounds(work: DossierWork) -> Grounds:
    """The last step with its total, the points of the results, papers of discipline, days of
    absence, and a mark of all that it rests on.
    """
    dossier = work.dossier
    last = dossier.steps[-1] if dossier.steps else None
    scored_last = kept_score(dossier.scored_last)
    results = work.scored_with(NOTHING_ENTERED).period.results
    return {
        "dossier_step": step_text(dossier),
        "dossier_total": plain(
            None
            if last is None or scored_last is None or scored_last.exact is None
            else decimal_of(scored_last.exact, 2)
        ),
        "dossier_results": plain(None if results is None else decimal_of(results, 2)),
        "dossier_discipline": ", ".join(each.paper_number for each in work.disciplined),
        "dossier_away": plain(Decimal(work.presence.share.away)) if work.presence.away else "",
        "dossier_work": work.work_sha256[:16],
    }


BEFORE_DECISION = frozenset({DossierAct.ASSESS_SELF, DossierAct.COMMENT, DossierAct.PROPOSE})
"""Steps of those who may not know yet whether it is decided."""


def known_to(context: RoundContext, work: DossierWork, act: DossierAct) -> DossierWork:
    """An evaluation as whoever takes a step knows it, whatever else they are to it: a decision
    that is not published shows neither in the form nor in what the step takes over.
    """
    if act not in BEFORE_DECISION:
        return work
    return replace(work, dossier=shown_to(context, work.dossier, evaluates=False))


def step_text(dossier: DossierRead) -> str:
    """Such as `commented Nguyễn Văn A, 1648778400.000`; '' before the first step."""
    if not dossier.steps:
        return ""
    last = dossier.steps[-1]
    return f"{last.kind} {dossier.names[last.person_id]}, {plain(last.at)}"
