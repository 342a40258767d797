"""An official's provisional result by the API: for themself, and for whoever evaluates."""

from typing import Annotated

from fastapi import Path, Query
from sqlmodel import Session

from dondoc.services.evaluation.people.periods import judged_period
from dondoc.services.evaluation.people.person_period import person_period
from dondoc.services.evaluation.people.viewings import keep_viewing, official_to_look_at
from dondoc.services.evaluation.rule_sets.load import shipped_rules
from dondoc.services.figures.periods import DigestPeriod
from dondoc.web.api.base import RESPONSES, ApiError, router
from dondoc.web.api.caller import Caller, ReaderIn
from dondoc.web.api.evaluation_shapes import PersonPeriodOut
from models.person import Person

Code = Annotated[str, Path(max_length=160, description="Code of a person")]
Period = Annotated[str, Path(max_length=20, description="Q1, 03 (a month) or the year")]
Rules = Annotated[str, Query(max_length=40, description="Code of the rule set to begin with")]


@router.get("/evaluation/{year}/{period}/{person}", responses=RESPONSES)
def evaluation(
    caller: ReaderIn, period: Period, person: Code, rules: Rules = ""
) -> PersonPeriodOut:
    """The provisional result of an official; a look by another than they is kept."""
    chosen = shipped_rules(rules) if rules else None
    if rules and chosen is None:
        raise ApiError(404, "api.error.not_found", "rules")
    with caller.programme() as (session, programme):
        whose = official_to_look_at(session, caller.viewer, person)
        if whose is None:
            raise ApiError(404, "api.error.not_found")
        meant = judged_period(period, programme.year)
        session.expunge(whose)
    _keep(caller, whose, meant)
    with caller.programme() as (session, programme):
        provisional = person_period(session, programme, whose, meant, caller.today, chosen)
        return PersonPeriodOut.model_validate(provisional)


def _keep(caller: Caller, whose: Person, period: DigestPeriod) -> None:
    programme_id, by = caller.viewer.programme_id, caller.viewer.person_id
    assert programme_id is not None  # or there would be nobody to look at
    if by == whose.key:
        return

    def keep(session: Session) -> None:
        keep_viewing(session, programme_id, str(period), caller.now, whose.key, by)

    caller.written(keep)
