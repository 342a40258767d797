"""The points of the results of all officials of a year, quarter by quarter."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from itertools import groupby
from typing import Any

from fastapi.responses import HTMLResponse

from dondoc.exports.charts.grade_bars import GradeBar, grades_by_quarter
from dondoc.rendering.formats import share as part_in_words
from dondoc.services.evaluation.people.distribution import (
    Distribution,
    list_with_distribution,
)
from dondoc.services.evaluation.people.officials_list import (
    OfficialInList,
    OfficialsList,
)
from dondoc.services.evaluation.people.periods import (
    period_in_words,
    quarters_of,
    short_name,
    usual_period,
)
from dondoc.services.evaluation.people.rules_in_force import chosen_first, known_rules
from dondoc.services.evaluation.trials.sums import SumWords
from dondoc.services.figures.periods import whole_year
from dondoc.services.figures.quarter import Quarter, quarter_of
from dondoc.web.evaluation.looks import chosen_rules, evaluators_only, note_viewing
from dondoc.web.evaluation.period_pages import VIEWS, period_address
from dondoc.web.site.charts import ShownChart, shown_chart
from dondoc.web.site.lists_of_names import PAGE_SIZE, Query, page_shown, pages_of
from dondoc.web.site.pages import page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, Visiting
from models.rules.evaluation import Grade
from models.rules.evaluation_flags import FlagKind

router = Pages()


@router.get("/evaluation")
def officials(visit: Visiting, unit: str = "", rules: str = "", flag: str = "") -> HTMLResponse:
    """Everybody who leads work of the year, by units; `unit`: the key of one.

    `flag`: those with such an observation on the usual quarter, or with `any`.
    """
    evaluators_only(visit)
    note_viewing(visit, None, str(visit.viewer.year))
    with visit.programme() as (session, programme):
        year, end = programme.year, whole_year(programme.year).end
        known = chosen_first(known_rules(session), end, None)
        chosen = chosen_rules(session, rules, end)
        usual = usual_period(visit.today, year)
        provisional, spread = list_with_distribution(session, programme, visit.today, chosen, usual)
    of_unit = (each for each in provisional.officials if unit in ("", *map(str, each.units)))
    members = [each for each in of_unit if _has(each, flag)]
    return page(
        visit,
        "evaluation/officials",
        **_members(visit, members),
        **_rules_used(provisional),
        **_spread(spread, visit),
        units=_units(provisional.officials),
        unit=unit,
        rules=rules,
        rule_codes=[(each.code, f"{each.code}: {each.title}") for each in known],
        **_periods(visit, usual),
        flag=flag,
        flag_kinds=_flag_kinds(provisional.officials, visit),
        words=SumWords(visit.lang),
    )


def _periods(visit: Visit, usual: Quarter) -> dict[str, Any]:
    """The quarters of the year in words, and the pages of the one that is usual."""
    return {
        "year": usual.year,
        "quarters": [period_in_words(each, visit.tr) for each in quarters_of(usual.year)],
        "usual": short_name(usual),
        "usual_name": period_in_words(usual, visit.tr),
        "views": [(view, period_address(usual, view)) for view in VIEWS],
    }


def _members(visit: Visit, members: list[OfficialInList]) -> dict[str, Any]:
    """Those on the page that is asked for, group by group."""
    query = Query("/evaluation", visit.request.query_params, ("unit", "rules", "flag"))
    number = page_shown(query.page, len(members))
    shown = members[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    return {
        "shown": shown,
        "groups": [(name, list(of)) for name, of in groupby(shown, key=lambda each: each.group)],
        "query": query,
        "number": number,
        "pages": pages_of(len(members)),
    }


def _rules_used(provisional: OfficialsList) -> dict[str, Any]:
    """The rule sets with the most points that they give; one number where all give the same."""
    most = {each.code: each.parameters().results_most for each in provisional.rules}
    return {
        "rules_used": [{"code": code, "most": points} for code, points in most.items()],
        "most": next(iter(most.values())) if len(set(most.values())) == 1 else None,
    }


def _spread(spread: Distribution, visit: Visit) -> dict[str, Any]:
    """Everybody first, then the units; of many those that rose, as many as a page holds."""
    risen = sorted(spread.units, key=lambda each: not each.risen)  # in their order otherwise
    shown = spread.units if len(risen) <= PAGE_SIZE else tuple(risen[:PAGE_SIZE])
    before = quarter_of(spread.quarter.start - timedelta(days=1))
    named = {"now": spread.quarter, "before": before,
             "year_before": Quarter(spread.quarter.year - 1, spread.quarter.number)}  # fmt: skip
    return {
        "spread": spread,
        "spread_units": (spread.everybody, *shown),
        "units_left": len(spread.units) - len(shown),
        "decided_of_year": [
            period_in_words(each.quarter, visit.tr)
            for each in spread.quarters
            if each.decided and each.quarter.year == spread.quarter.year
        ],
        "decided_quarters": [
            period_in_words(each.quarter, visit.tr) for each in spread.quarters if each.decided
        ],
        "provisional_quarters": [
            period_in_words(each.quarter, visit.tr) for each in spread.quarters if not each.decided
        ],
        "is_decided": {name: spread.decided(each) for name, each in named.items()},
        "chart": _chart(spread, visit),
        "grades": list(Grade),
        "share": lambda counts: part_in_words(
            counts.of(Grade.EXCELLENT), counts.graded, visit.lang
        ),
    }


def _chart(spread: Distribution, visit: Visit) -> ShownChart | None:
    """The quarters as bars; None before anybody has points."""
    bars = [
        GradeBar(
            period_in_words(each.quarter, visit.tr), each.counts, each.quarter == spread.quarter
        )
        for each in spread.quarters
    ]
    chart = grades_by_quarter(bars, visit.lang)
    return None if chart is None else shown_chart(chart)


def _has(official: OfficialInList, flag: str) -> bool:
    """Whether an official has such an observation, any, or is not asked for it."""
    kinds = {each.kind.value for each in official.flags}
    return not flag or flag in kinds or (flag == "any" and bool(kinds))


def _flag_kinds(officials: Iterable[OfficialInList], visit: Visit) -> list[tuple[str, str]]:
    """The observations that there are, each with how many officials have it."""
    counts = Counter(kind for each in officials for kind in {one.kind for one in each.flags})
    named = [(kind, visit.tr(f"evaluation.flag.name.{kind}")) for kind in FlagKind if counts[kind]]
    return [(kind.value, f"{name} ({counts[kind]})") for kind, name in named]


def _units(provisional: Iterable[OfficialInList]) -> list[tuple[str, str]]:
    return list(
        {str(key): name for each in provisional for key, name in each.units.items()}.items()
    )
