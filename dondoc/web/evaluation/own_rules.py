"""A rule set of one's own is tried on a quarter, put in force from a day, and ended."""

from collections.abc import Callable, Sequence

from fastapi import HTTPException
from fastapi.responses import HTMLResponse, Response

from dondoc.errors import BadInput
from dondoc.services.evaluation.own.decide import (
    end_in_force,
    note_trial,
    put_in_force,
)
from dondoc.services.evaluation.own.decisions import RulesDecision
from dondoc.services.evaluation.own.grounds import own_rules_grounds, own_rules_name
from dondoc.services.evaluation.own.keep import MAY_CHANGE
from dondoc.services.evaluation.people import in_words
from dondoc.services.evaluation.people.periods import (
    judged_period,
    period_in_words,
    quarters_of,
    short_name,
    usual_period,
)
from dondoc.services.evaluation.people.tried import TriedOfficial, tried_on
from dondoc.services.evaluation.people.viewings import evaluates, keep_viewing
from dondoc.services.evaluation.rule_sets.in_words import doubts_in_words
from dondoc.services.evaluation.trials.sums import SumWords
from dondoc.services.figures.periods import DigestPeriod
from dondoc.services.organisation.changes import SettingsChange
from dondoc.web.evaluation.field_errors import attempt, in_office
from dondoc.web.evaluation.rule_sets import found_rules, show_rule_set
from dondoc.web.evaluation.rules_decision import typed_decision
from dondoc.web.site.forms import Form, FormFields
from dondoc.web.site.grounds import knowing
from dondoc.web.site.pages import go, page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, Visiting, VisitingNow

router = Pages()

Decide = Callable[[SettingsChange, str, int, RulesDecision], None]


@router.get("/rule-sets/{code}/versions/{version}/trial")
def trial(
    visit: Visiting, code: str, version: int, period: str = "", crossing: str = ""
) -> HTMLResponse:
    """Every official's quarter by the rule set that judges it and by this version.

    Whoever evaluates may look, it is kept that they did, and it counts as having tried it.
    """
    if not evaluates(visit.viewer):
        raise HTTPException(404)
    quarter = _quarter(visit, period)
    with visit.reading() as session:
        found = found_rules(visit, session, code, version)
    if found.version is None:
        raise HTTPException(404)
    counts = _counts(visit, quarter)
    _keep(visit, (found.rules.code, version), quarter, counts=counts)
    with visit.programme() as (session, programme):
        tried = tried_on(session, programme, found.rules, quarter, visit.today)
    return page(
        visit,
        "evaluation/trial",
        tried=tried,
        rules=found.rules,
        groups=_grouped(tried.crossing if crossing else tried.officials),
        only_crossing=bool(crossing),
        counts=counts,
        period_name=period_in_words(quarter, visit.tr),
        quarters=[(short_name(each), period_in_words(each, visit.tr))
                  for each in quarters_of(quarter.year) if each.end < visit.today],
        quarter=short_name(quarter),
        doubts=doubts_in_words(found.rules, visit.lang),
        words=SumWords(visit.lang),
        texts=in_words,
    )  # fmt: skip


def _quarter(visit: Visit, text: str) -> DigestPeriod:
    """A quarter of the year, the last one that is over where none is named."""
    year = visit.viewer.year or visit.today.year
    try:
        meant = judged_period(text, year) if text else usual_period(visit.today, year)
    except BadInput as error:
        raise HTTPException(404) from error
    if meant.span != "quarter":
        raise HTTPException(404)
    return meant


def _counts(visit: Visit, quarter: DigestPeriod) -> bool:
    """Whether a look is a trial: at a quarter that is over, or where no quarter is over yet."""
    if quarter.end < visit.today:
        return True
    is_first = quarter == usual_period(visit.today, quarter.year)
    return is_first and all(each.year >= quarter.year for each in visit.years.known)


def _keep(visit: Visit, which: tuple[str, int], quarter: DigestPeriod, *, counts: bool) -> None:
    """What is not kept is not shown: neither the look at everybody, nor the trial."""
    code, version = which
    programme_id = visit.viewer.programme_id
    if programme_id is None:
        raise HTTPException(404)
    with visit.writing() as session:
        keep_viewing(session, programme_id, str(quarter), visit.now, None, visit.viewer.person_id)
        if counts:
            note_trial(visit.for_office(session), programme_id, code, version, str(quarter))


def _grouped(officials: Sequence[TriedOfficial]) -> list[tuple[str, list[TriedOfficial]]]:
    """By the groups of units, in the order of the plan."""
    groups = dict.fromkeys(each.place.group_title for each in officials)
    return [
        (group, [each for each in officials if each.place.group_title == group]) for group in groups
    ]


@router.post("/rule-sets/{code}/versions/{version}/in-force")
def start(visit: VisitingNow, code: str, version: int, fields: FormFields) -> Response:
    """Puts a version in force from a day, by its paper."""
    return _decided(visit, (code, version), Form(fields, visit.tr), put_in_force, "in_force")


@router.post("/rule-sets/{code}/versions/{version}/end")
def end(visit: VisitingNow, code: str, version: int, fields: FormFields) -> Response:
    """Ends a version with a day, by its paper."""
    return _decided(visit, (code, version), Form(fields, visit.tr), end_in_force, "ended")


def _decided(
    visit: Visit, which: tuple[str, int], form: Form, decide: Decide, done: str
) -> Response:
    visit.require(*MAY_CHANGE)
    code, version = which
    with visit.reading() as session:
        found_rules(visit, session, code, version)
    decision = typed_decision(form, done)
    doing: Callable[[SettingsChange], None] = knowing(
        form,
        own_rules_grounds,
        (own_rules_name(code),),
        lambda change: decide(change, code, version, decision),
    )
    attempt(form, lambda: in_office(visit, doing), at=lambda name: f"{done}_{name}")
    if form.errors:
        status = 409 if "" in form.errors else 422
        return show_rule_set(visit, code, version, form, status, about=done)
    return go(f"/rule-sets/{code}?version={version}&done={done}")
