"""The rounds of a year, and opening one: days, rule sets and criteria are proposed first."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from fastapi.responses import HTMLResponse, Response
from sqlmodel import Session

from dondoc.errors import DondocError
from dondoc.rendering.formats import number
from dondoc.services.evaluation.course.criteria import MAX_CRITERIA, Criterion
from dondoc.services.evaluation.course.due_days import DueDays
from dondoc.services.evaluation.course.frozen_rules import JUDGED
from dondoc.services.evaluation.course.open_round import (
    RoundProposal,
    count_people,
    open_round,
    proposed_round,
)
from dondoc.services.evaluation.course.rounds import rounds_of
from dondoc.services.evaluation.people.periods import (
    judged_period,
    period_in_words,
    periods_of,
    short_name,
)
from dondoc.services.evaluation.people.rules_in_force import rules_for, rules_of_code
from dondoc.services.evaluation.rule_sets.schema import EvaluationRules
from dondoc.services.evaluation.rule_sets.values import HowSure
from dondoc.web.evaluation.looks import evaluators_only
from dondoc.web.evaluation.year_words import words_of_proposal
from dondoc.web.site.forms import Form, FormFields, number_in, words_of
from dondoc.web.site.pages import go, page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, Visiting
from models.programme import Programme
from models.rules.roles import Mandate
from models.rules.scoring.gates import WhoIsGraded

router = Pages()

DAYS = ("self_until", "comment_until", "proposal_until", "decision_until")
COUNTS = ("request_days", "answer_days")


@router.get("/evaluation/rounds")
def rounds(visit: Visiting, period: str = "", official: str = "", leader: str = "") -> HTMLResponse:
    """The rounds of the year; `period`: with the form that opens one."""
    evaluators_only(visit)
    chosen = {"period": period, "official": official, "leader": leader}
    return _page(visit, chosen)


@router.post("/evaluation/rounds")
def open_one(visit: Visiting, fields: FormFields) -> Response:
    """Opens a round with what the form says."""
    visit.require(Mandate.SECRETARIAT)
    form = Form(fields, visit.tr)
    chosen = {name: form.text(name) for name in ("period", "official", "leader")}
    proposal = _typed(visit, form, chosen)
    if proposal is None or form.errors:
        return _page(visit, chosen, form, 422)
    meant = proposal

    def opening() -> None:
        with visit.writing() as session:
            programme = session.get_one(Programme, visit.viewer.programme_id)
            open_round(visit.for_office(session), programme, meant)

    form.attempt(opening)
    if form.errors:
        return _page(visit, chosen, form, 422)
    at = f"/evaluation/{visit.viewer.year}/{short_name(meant.period)}"
    return go(f"{at}?done=opened", visit)


def _page(
    visit: Visit, chosen: Mapping[str, str], form: Form | None = None, status: int = 200
) -> HTMLResponse:
    may_open = visit.viewer.has(Mandate.SECRETARIAT)
    with visit.programme() as (session, programme):
        held = rounds_of(session, programme.key)
        sets = {who.value: _sets(session, who) for who in JUDGED}
        session.expunge_all()
        year = programme.year
    proposal, refused = _proposed(visit, chosen) if may_open else (None, "")
    return page(
        visit,
        "evaluation/rounds",
        status,
        rounds=held,
        year=year,
        may_open=may_open,
        chosen=chosen,
        proposal=proposal,
        refused=refused,
        form=form,
        values=_values(form, proposal, visit),
        people=_people(visit, proposal),
        year_words=words_of_proposal(visit, proposal),
        periods=[(short_name(each), period_in_words(each, visit.tr)) for each in periods_of(year)],
        named=lambda text: period_in_words(judged_period(text, year), visit.tr),
        short=lambda text: short_name(judged_period(text, year)),
        sets=sets,
    )


def _proposed(visit: Visit, chosen: Mapping[str, str]) -> tuple[RoundProposal | None, str]:
    """What is proposed for the period that was chosen, or why it cannot be opened."""
    try:
        return (_proposal(visit, chosen), "") if chosen["period"] else (None, "")
    except DondocError as error:
        return None, words_of(error, visit.tr)


def _people(visit: Visit, proposal: RoundProposal | None) -> int:
    """How many evaluations there will be; 0 where nothing is proposed."""
    if proposal is None:
        return 0
    with visit.programme() as (session, programme):
        return count_people(session, programme, proposal)


def _sets(session: Session, who: WhoIsGraded) -> list[tuple[str, str]]:
    known = rules_for(session, who is WhoIsGraded.LEADER)
    return list({each.code: f"{each.code}: {each.title}" for each in known}.items())


def _proposal(visit: Visit, chosen: Mapping[str, str]) -> RoundProposal:
    with visit.programme() as (session, programme):
        end = judged_period(chosen["period"], programme.year).end
        named = {who: rules_of_code(session, chosen[who.value], end) for who in JUDGED}
        sets: dict[WhoIsGraded, EvaluationRules] = {
            who: each for who, each in named.items() if each
        }
        return proposed_round(session, programme, chosen["period"], visit.today, sets)


def _values(form: Form | None, proposal: RoundProposal | None, visit: Visit) -> dict[str, str]:
    """What the fields hold: as typed, else as proposed."""
    if proposal is None:
        return {}
    days, count = proposal.days, max(len(proposal.criteria) + 2, 4)
    names = [*DAYS, *COUNTS]
    names += [f"{kind}-{row}" for row in range(MAX_CRITERIA) for kind in ("title", "most")]
    if form is not None and form.has("self_until"):
        return {name: form.text(name) for name in names if form.has(name)}
    held = {name: getattr(days, name).isoformat() for name in DAYS}
    held |= {name: str(getattr(days, name)) for name in COUNTS}
    for row in range(count):
        known = proposal.criteria[row] if row < len(proposal.criteria) else None
        held[f"title-{row}"] = known.title if known else ""
        held[f"most-{row}"] = number(known.most, visit.lang) if known else ""
    return held if proposal.criteria else {key: held[key] for key in (*DAYS, *COUNTS)}


def _typed(visit: Visit, form: Form, chosen: Mapping[str, str]) -> RoundProposal | None:
    proposal = form.attempt(lambda: _proposal(visit, chosen), "period")
    if proposal is None:
        return None
    days = {name: form.day(name) for name in DAYS}
    for name, day in days.items():
        if day is None:
            form.fail(name, "evaluation.round.error.day_needed")
    counts = {name: number_in(form.text(name)) or 0 for name in COUNTS}
    criteria = _criteria(form, proposal.criteria)
    known = {name: day for name, day in days.items() if day is not None}
    if form.errors or len(known) < len(DAYS):
        return proposal
    return replace(proposal, days=DueDays(**known, **counts), criteria=criteria)  # type: ignore[arg-type]


def _criteria(form: Form, proposed: Sequence[Criterion]) -> tuple[Criterion, ...]:
    """The criteria as they are typed; one that is as it was proposed keeps its source."""
    known = {(each.title, each.most): each for each in proposed}
    found = []
    for row in range(MAX_CRITERIA):
        title, most = form.text(f"title-{row}"), form.amount(f"most-{row}")
        if not title and most is None:
            continue
        if not title or most is None or not Decimal(0) < most <= Decimal(100):
            form.fail(f"most-{row}", "evaluation.round.error.criterion")
            continue
        found.append(known.get((title, most)) or _own(title, most, form))
    return tuple(found)


def _own(title: str, most: Decimal, form: Form) -> Criterion:
    return Criterion(
        title=title[:500], most=most, basis=HowSure.READING, points_basis=HowSure.READING,
        source=form.tr("evaluation.round.own_criterion"),
    )  # fmt: skip
