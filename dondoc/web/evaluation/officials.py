"""The provisional results of officials: one's own, and for whoever evaluates those of all."""

from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import quote

from fastapi import HTTPException
from fastapi.responses import HTMLResponse
from sqlmodel import Session

from dondoc.errors import BadInput
from dondoc.services.evaluation.people import in_words
from dondoc.services.evaluation.people.officials_list import OfficialInList, officials_list
from dondoc.services.evaluation.people.periods import (
    judged_period,
    period_in_words,
    periods_of,
    quarters_of,
    short_name,
    usual_period,
)
from dondoc.services.evaluation.people.person_period import PersonPeriod, person_period
from dondoc.services.evaluation.people.viewings import (
    evaluates,
    keep_viewing,
    official_to_look_at,
    viewings_of,
)
from dondoc.services.evaluation.people.work import OfficialWork
from dondoc.services.evaluation.rule_sets.load import shipped, shipped_rules
from dondoc.services.evaluation.rule_sets.schema import EvaluationRules
from dondoc.services.evaluation.trials.sums import SumWords
from dondoc.services.figures.periods import DigestPeriod
from dondoc.web.site.pages import page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, Visiting
from models.person import Person
from models.rules.scoring.task_lines import LinePoints

router = Pages()


@router.get("/evaluation")
def officials(visit: Visiting, unit: str = "", rules: str = "") -> HTMLResponse:
    """Everybody who leads work of the year, by units; `unit`: the code or name of one."""
    if not evaluates(visit.viewer):
        raise HTTPException(404)
    chosen = _chosen(rules)
    _keep(visit, None, str(visit.viewer.year))
    with visit.programme() as (session, programme):
        provisional = officials_list(session, programme, visit.today, chosen)
    year = programme.year
    groups = list(dict.fromkeys(each.group for each in provisional.officials))
    shown = [each for each in provisional.officials if unit in ("", str(each.unit_id))]
    return page(
        visit,
        "evaluation/officials",
        shown=shown,
        groups=[group for group in groups if any(each.group == group for each in shown)],
        units=_units(provisional.officials),
        unit=unit,
        year=year,
        rules=rules,
        rule_codes=[(each.code, f"{each.code}: {each.title}") for each in shipped()],
        quarters=[period_in_words(each, visit.tr) for each in quarters_of(year)],
        usual=short_name(usual_period(visit.today, year)),
        words=SumWords(visit.lang),
    )


def _units(provisional: Iterable[OfficialInList]) -> list[tuple[str, str]]:
    return list({str(each.unit_id): each.unit for each in provisional}.items())


@router.get("/evaluation/{year}/{period}/{code}")
def official(visit: Visiting, year: int, period: str, code: str, rules: str = "") -> HTMLResponse:
    """One official's period, with every point opened, and who looked at it."""
    whose, meant, chosen = _whose(visit, code), _period(period, year), _chosen(rules)
    _keep(visit, whose.key, str(meant))
    with visit.programme() as (session, programme):
        provisional = person_period(session, programme, whose, meant, visit.today, chosen)
        viewings = viewings_of(session, programme.key, whose.key)
    first = shipped_rules(provisional.rules[0].code)
    assert first is not None  # pages know the shipped ones alone
    words = SumWords(visit.lang)
    return page(
        visit,
        "evaluation/official",
        result=provisional,
        first=provisional.rules[0],
        pairs=_pairs(provisional),
        parameters=first.parameters(),
        sources=in_words.sources(first, words),
        viewings=viewings,
        own=whose.key == visit.viewer.person_id,
        named=lambda text: period_in_words(judged_period(text, year), visit.tr),
        period_name=period_in_words(meant, visit.tr),
        is_year=meant.span == "year",
        periods=[(short_name(each), period_in_words(each, visit.tr)) for each in periods_of(year)],
        words=words,
        texts=in_words,
    )


def _pairs(provisional: PersonPeriod) -> list[tuple[OfficialWork, LinePoints]]:
    """What is counted, each with its points by the first rule set."""
    period = provisional.rules[0].period
    return list(zip(provisional.counted, period.lines, strict=True)) if period else []


class OwnLink(NamedTuple):
    """Where somebody finds their own result, and of which quarter it is."""

    href: str
    period: str


def own_link(visit: Visit) -> OwnLink:
    """To the quarter that ended last."""
    year = visit.viewer.year or visit.today.year
    period = usual_period(visit.today, year)
    href = f"/evaluation/{year}/{short_name(period)}/{quote(visit.viewer.code, safe='')}"
    return OwnLink(href, period_in_words(period, visit.tr))


def _whose(visit: Visit, code: str) -> Person:
    """Answers 404 for a person that there is not, and for one who is not the visitor's to see."""
    with visit.reading() as session:
        person = official_to_look_at(session, visit.viewer, code)
        if person is None:
            raise HTTPException(404)
        session.expunge(person)
    return person


def _period(text: str, year: int) -> DigestPeriod:
    try:
        return judged_period(text, year)
    except BadInput as error:
        raise HTTPException(404) from error


def _chosen(code: str) -> EvaluationRules | None:
    rules = shipped_rules(code) if code else None
    if code and rules is None:
        raise HTTPException(404)
    return rules


def _keep(visit: Visit, whose: int | None, period: str) -> None:
    """What is not kept is not shown: a look that nobody can see afterwards is not given."""
    by, programme_id = visit.viewer.person_id, visit.viewer.programme_id
    if by == whose or programme_id is None:
        return

    def keep(session: Session) -> None:
        keep_viewing(session, programme_id, period, visit.now, whose, by)

    visit.written(keep)
