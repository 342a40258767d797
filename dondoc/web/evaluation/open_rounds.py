"""The rounds of a year, and opening one: days, rule sets and criteria are proposed first."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from fastapi.responses import HTMLResponse, Response
from sqlmodel import Session
from starlette.datastructures import FormData

from dondoc.rendering.formats import number
from dondoc.services.evaluation.course.criteria import MAX_CRITERIA, Criterion
from dondoc.services.evaluation.course.due_days import STEP_DAYS
from dondoc.services.evaluation.course.errors import FieldError, at_field
from dondoc.services.evaluation.course.frozen_rules import JUDGED
from dondoc.services.evaluation.course.open_round import (
    count_people,
    open_round,
    proposed_round,
)
from dondoc.services.evaluation.course.round_faults import RoundProposal
from dondoc.services.evaluation.course.rounds import rounds_of
from dondoc.services.evaluation.people.periods import (
    judged_period,
    period_in_words,
    periods_of,
    short_name,
)
from dondoc.services.evaluation.people.rules_in_force import is_in_force, rules_for
from dondoc.services.evaluation.rule_sets.values import HowSure
from dondoc.services.organisation.changes import SettingsChange
from dondoc.web.evaluation.field_errors import attempt, in_office, unread
from dondoc.web.evaluation.looks import evaluators_only, named_rules
from dondoc.web.evaluation.year_words import words_of_proposal
from dondoc.web.site.forms import Form, FormFields, number_in
from dondoc.web.site.pages import go, page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, Visiting
from models.programme import Programme
from models.rules.roles import Mandate
from models.rules.scoring.gates import WhoIsGraded

router = Pages()

COUNTS = ("request_days", "answer_days")


@router.get("/evaluation/rounds")
def rounds(visit: Visiting, period: str = "", official: str = "", leader: str = "") -> HTMLResponse:
    """The rounds of the year; `period`: with the form that opens one."""
    evaluators_only(visit)
    chosen = {"period": period, "official": official, "leader": leader}
    return _page(visit, Form(FormData(chosen), visit.tr), chosen)


@router.post("/evaluation/rounds")
def open_one(visit: Visiting, fields: FormFields) -> Response:
    """Opens a round with what the form says."""
    visit.require(Mandate.SECRETARIAT)
    form = Form(fields, visit.tr)
    chosen = {name: form.text(name) for name in ("period", "official", "leader")}
    proposal = attempt(form, lambda: _proposal(visit, chosen))
    if proposal is None:
        return _page(visit, form, chosen, 422)
    meant = _typed(form, proposal)

    def opening(change: SettingsChange) -> None:
        programme = change.session.get_one(Programme, visit.viewer.programme_id)
        open_round(change, programme, meant)

    attempt(form, lambda: in_office(visit, opening))
    if form.errors:
        return _page(visit, form, chosen, 422)
    at = f"/evaluation/{visit.viewer.year}/{short_name(meant.period)}"
    return go(f"{at}?done=opened", visit)


def _page(visit: Visit, form: Form, chosen: Mapping[str, str], status: int = 200) -> HTMLResponse:
    may_open = visit.viewer.has(Mandate.SECRETARIAT)
    with visit.programme() as (session, programme):
        held = rounds_of(session, programme.key)
        sets = {who.value: _sets(session, who) for who in JUDGED}
        session.expunge_all()
        year = programme.year
    proposed = may_open and bool(chosen["period"])
    proposal = attempt(form, lambda: _proposal(visit, chosen)) if proposed else None
    return page(
        visit,
        "evaluation/rounds",
        status,
        rounds=held,
        year=year,
        may_open=may_open,
        chosen=chosen,
        proposal=proposal,
        form=form,
        values=_values(form, proposal, visit),
        people=_people(visit, proposal),
        year_words=words_of_proposal(visit, proposal),
        out_of_time=_out_of_time(proposal),
        periods=[(short_name(each), period_in_words(each, visit.tr)) for each in periods_of(year)],
        named=lambda text: period_in_words(judged_period(text, year), visit.tr),
        short=lambda text: short_name(judged_period(text, year)),
        sets=sets,
    )


def _people(visit: Visit, proposal: RoundProposal | None) -> int:
    """How many evaluations there will be; 0 where nothing is proposed."""
    if proposal is None:
        return 0
    with visit.programme() as (session, programme):
        return count_people(session, programme, proposal)


def _out_of_time(proposal: RoundProposal | None) -> set[str]:
    """The codes of what was chosen and does not hold on the last day of the period."""
    if proposal is None:
        return set()
    day = proposal.period.end
    return {rules.code for rules in proposal.rules.values() if not is_in_force(rules, day)}


def _sets(session: Session, who: WhoIsGraded) -> list[tuple[str, str]]:
    known = rules_for(session, who is WhoIsGraded.LEADER)
    return list({each.code: f"{each.code}: {each.title}" for each in known}.items())


def _proposal(visit: Visit, chosen: Mapping[str, str]) -> RoundProposal:
    """What is proposed for what was chosen; raises FieldError with all that is wrong with it."""
    with visit.programme() as (session, programme):
        period = at_field("period", lambda: judged_period(chosen["period"], programme.year), [])
        day = period.end if period else visit.today
        unknown: list[FieldError] = []
        named = {who: named_rules(session, who, chosen[who], day, unknown) for who in JUDGED}
        sets = {who: rules for who, rules in named.items() if rules}
        return proposed_round(
            session, programme, chosen["period"], visit.today, sets, tuple(unknown)
        )


def _values(form: Form, proposal: RoundProposal | None, visit: Visit) -> dict[str, str]:
    """What the fields hold: as typed, else as proposed."""
    if proposal is None:
        return {}
    days, count = proposal.days, max(len(proposal.criteria) + 2, 4)
    names = [*STEP_DAYS, *COUNTS]
    names += [f"{kind}-{row}" for row in range(MAX_CRITERIA) for kind in ("title", "most")]
    if form.has("self_until"):
        return {name: form.text(name) for name in names if form.has(name)}
    held = {name: getattr(days, name).isoformat() for name in STEP_DAYS}
    held |= {name: str(getattr(days, name)) for name in COUNTS}
    for row in range(count):
        known = proposal.criteria[row] if row < len(proposal.criteria) else None
        held[f"title-{row}"] = known.title if known else ""
        held[f"most-{row}"] = number(known.most, visit.lang) if known else ""
    return held if proposal.criteria else {key: held[key] for key in (*STEP_DAYS, *COUNTS)}


def _typed(form: Form, proposal: RoundProposal) -> RoundProposal:
    """What was typed; what cannot be read is said at its field, and stays as it was proposed."""
    days = {name: form.day(name) for name in STEP_DAYS}
    for name, day in days.items():
        if day is None:
            column = form.tr(f"evaluation.rounds.column.{name}")
            form.fail(name, "evaluation.round.error.day_needed", column=column)
    typed: dict[str, Any] = {name: number_in(form.text(name)) or 0 for name in COUNTS}
    typed |= {name: day for name, day in days.items() if day is not None}
    return replace(
        proposal,
        days=replace(proposal.days, **typed),
        criteria=_criteria(form, proposal.criteria),
        unread=unread(form),
    )


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
