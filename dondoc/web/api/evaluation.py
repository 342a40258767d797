"""An official's result by the API, explained to the last point, with their evaluation in a round.

For themself, for whoever evaluates, and for whoever assesses them, as on the page.
"""

from typing import Annotated

from fastapi import Path, Query

from dondoc.services.evaluation.course.dossiers import entered_of
from dondoc.services.evaluation.course.looking import official_with_sheet
from dondoc.services.evaluation.people.entered import NOTHING_ENTERED
from dondoc.services.evaluation.people.periods import judged_period
from dondoc.services.evaluation.people.person_period import person_period
from dondoc.services.evaluation.people.rules_in_force import rules_of_code
from dondoc.web.api.base import RESPONSES, ApiError, router
from dondoc.web.api.caller import ReaderIn
from dondoc.web.api.evaluation_rounds import dossier_out, keep_looks
from dondoc.web.api.evaluation_shapes import PersonPeriodOut
from dondoc.web.api.parameters import EvaluatedPeriod

Code = Annotated[str, Path(max_length=160, description="Code of a person")]
Rules = Annotated[str, Query(max_length=40, description="Code of the rule set to begin with")]


@router.get("/evaluation/{year}/{period}/{person}", responses=RESPONSES)
def evaluation(
    caller: ReaderIn, period: EvaluatedPeriod, person: Code, rules: Rules = ""
) -> PersonPeriodOut:
    """The result of an official with every point; a look by another than they is kept.

    In a round it begins with the rule set that the round froze and the points entered last.
    """
    with caller.programme() as (session, programme):
        meant = judged_period(period, programme.year)
        found = official_with_sheet(
            session, programme, caller.viewer, person, str(meant), caller.today
        )
        if found is None:
            raise ApiError(404, "api.error.not_found")
        whose, sheet = found
        chosen = rules_of_code(session, rules, meant.end) if rules else None
        if rules and chosen is None:
            raise ApiError(404, "api.error.not_found", "rules")
        dossier = dossier_out(sheet) if sheet else None
        entered = entered_of(sheet.shown.scored_last) if sheet else NOTHING_ENTERED
        first = chosen or (sheet.work.rules.rules if sheet else None)
        provisional = person_period(session, programme, whose, meant, caller.today, first, entered)
        answer = PersonPeriodOut.model_validate(provisional)
        key = whose.key
    keep_looks(caller, str(meant), [key])
    return answer.model_copy(update={"dossier": dossier})
