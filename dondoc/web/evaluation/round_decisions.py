"""Deciding on a round: its sessions, what is still open, publishing, locking and reopening it."""

from typing import Any

from fastapi import BackgroundTasks, HTTPException
from fastapi.responses import HTMLResponse, Response
from sqlmodel import Session

from dondoc.services.evaluation.course.context import RoundContext, round_context
from dondoc.services.evaluation.course.open_round import find_round
from dondoc.services.evaluation.decisions.round_steps import (
    ROUND,
    RoundStepTaken,
    facts_of_round,
    grounds_of_facts,
    round_grounds,
    steps_shown,
    take_round_step,
)
from dondoc.services.evaluation.decisions.session_seats import read_standings
from dondoc.services.evaluation.decisions.sessions import call_session, round_of, sessions_of
from dondoc.services.evaluation.people.periods import period_in_words, short_name
from dondoc.services.evaluation.ranking.conflicts import is_above_discipline
from dondoc.services.organisation.changes import SettingsChange
from dondoc.web.evaluation.field_errors import attempt, in_office
from dondoc.web.evaluation.looks import evaluators_only, period_or_404
from dondoc.web.evaluation.session_form import session_typed
from dondoc.web.evaluation.session_seats import seats_exceeded
from dondoc.web.site.forms import Form, FormFields
from dondoc.web.site.grounds import knowing
from dondoc.web.site.pages import go, page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, Visiting
from models.rules.evaluation_course.rounds import RoundAct, RoundFacts, RoundState, why_not_round
from models.rules.grounds import Grounds, as_text
from models.rules.roles import Mandate

router = Pages()

_DONE = ("publish", "lock", "reopen")


@router.get("/evaluation/{year}/{period}/decisions")
def decisions(visit: Visiting, year: int, period: str) -> HTMLResponse:
    """What is decided, what is to be decided again, and what can be done with the round."""
    evaluators_only(visit)
    return _shown(visit, _round(visit, year, period))


@router.post("/evaluation/{year}/{period}/decisions")
def act_on_round(
    visit: Visiting, year: int, period: str, fields: FormFields, tasks: BackgroundTasks
) -> Response:
    """Calls a session, or publishes, locks, or reopens the round."""
    visit.require(Mandate.SECRETARIAT)
    key, form = _round(visit, year, period), Form(fields, visit.tr)
    how = form.text("act")
    if how == "call":
        return _call(visit, key, form, (year, period))
    if how not in set(RoundAct):
        raise HTTPException(400)
    taken = _take(visit, key, form, RoundAct(how))
    if form.errors:
        return _shown(visit, key, form, 422)
    visit.wake_after(tasks)
    if taken is not None and (taken.left_over.refused or taken.letters.unreached):
        return _shown(visit, key, None, 200, taken)
    return go(f"/evaluation/{year}/{period}/decisions?done={how}", visit)


def _call(visit: Visit, key: int, form: Form, where: tuple[int, str]) -> Response:
    year, period = where
    said, made = session_typed(form, period_or_404(period, year)), None
    if said is not None and not form.errors:

        def calling(change: SettingsChange) -> int:
            return call_session(change, key, said).key

        made = attempt(form, lambda: in_office(visit, calling))
    if form.errors or made is None:
        return _shown(visit, key, form, 422)
    return go(f"/evaluation/{year}/{period}/sessions/{made}?done=called", visit)


def _take(visit: Visit, key: int, form: Form, act: RoundAct) -> RoundStepTaken | None:
    def grounds(session: Session) -> Grounds:
        held = round_of(session, key)
        return round_grounds(session, round_context(session, held, visit.today))

    def step(change: SettingsChange) -> RoundStepTaken:
        return take_round_step(change, visit.workplace.evidence, key, act, form.text("reason"))

    doing = knowing(form, grounds, ROUND, step)
    return form.attempt(lambda: in_office(visit, doing), "reason")


def _round(visit: Visit, year: int, period: str) -> int:
    meant = period_or_404(period, year)
    with visit.programme() as (session, programme):
        held = find_round(session, programme.key, str(meant))
        if held is None:
            raise HTTPException(404)
        return held.key


def _shown(
    visit: Visit,
    key: int,
    form: Form | None = None,
    status: int = 200,
    taken: RoundStepTaken | None = None,
) -> HTMLResponse:
    with visit.reading() as session:
        context = round_context(session, round_of(session, key), visit.today)
        facts = facts_of_round(session, context)
        held, steps = sessions_of(session, key), steps_shown(session, key)
        before_publishing = _before_publishing(visit, session, context, facts)
        session.expunge_all()
    return page(
        visit,
        "evaluation/decisions",
        status,
        context=context,
        facts=facts,
        sessions=held,
        steps=steps,
        form=form,
        taken=taken,
        acts=_acts(visit, facts),
        **before_publishing,
        calls=_calls(visit, context) and all(each.closed_at for each in held),
        grounds=as_text(grounds_of_facts(facts)),
        done=_done_words(visit),
        **named_period(visit, context),
    )


def _acts(visit: Visit, facts: RoundFacts) -> list[RoundAct]:
    """What whoever looks can do with the round now."""
    may = visit.viewer.has(Mandate.SECRETARIAT)
    return [each for each in RoundAct if may and not why_not_round(each, facts)]


def _before_publishing(
    visit: Visit, session: Session, context: RoundContext, facts: RoundFacts
) -> dict[str, Any]:
    """What to know before it: the caps that decisions exceed, and whose discipline they pass by."""
    if RoundAct.PUBLISH not in _acts(visit, facts):
        return {"exceeded": [], "disciplined": []}
    standings = read_standings(session, context)
    decided = standings.decided
    return {
        "exceeded": seats_exceeded(visit, standings),
        "disciplined": [
            (each, decided[each.code])
            for each in standings.ranked.people
            if is_above_discipline(each, decided.get(each.code))
        ],
    }


def _calls(visit: Visit, context: RoundContext) -> bool:
    return visit.viewer.has(Mandate.SECRETARIAT) and context.state is not RoundState.LOCKED


def _done_words(visit: Visit) -> str:
    done = visit.request.query_params.get("done", "")
    return visit.tr(f"evaluation.decisions.told.{done}") if done in _DONE else ""


def named_period(visit: Visit, context: RoundContext) -> dict[str, object]:
    """The period of a round as its pages name it."""
    return {
        "year": context.programme.year,
        "short": short_name(context.period),
        "period_name": period_in_words(context.period, visit.tr),
    }
