"""Everybody ranked within groups of similar tasks, and the list of whom points speak for."""

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from fastapi.responses import HTMLResponse, Response

from dondoc.services.evaluation.ranking.groups import RankedPeriod, RankedRow, SimilarGroup
from dondoc.services.evaluation.ranking.rewards import reward_proposals
from dondoc.services.evaluation.ranking.workbook import (
    GroupedRow,
    write_ranking,
    write_rewards,
)
from dondoc.services.evaluation.trials.sums import SumWords
from dondoc.web.evaluation.period_pages import PeriodVisit, arrive, period_page
from dondoc.web.site.lists_of_names import PAGE_SIZE, page_shown, pages_of
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, Visiting
from dondoc.web.site.workbooks import workbook
from models.rules.evaluation import Grade

router = Pages()

_NAMES = ("group", "sort", "dir")


class RankingOrder(StrEnum):
    """What the members of each group are sorted by."""

    RANK = "rank"
    NAME = "name"
    UNIT = "unit"
    COUNTED = "counted"


class GroupShown(NamedTuple):
    """The rows of a group that stand on a page."""

    group: SimilarGroup
    rows: list[RankedRow]


@router.get("/evaluation/{year}/{period}/ranking")
def ranking(visit: Visiting, year: int, period: str) -> HTMLResponse:
    """Groups one after the other, each from the best; every filter stands in the address."""
    at = arrive(visit, "ranking", year, period, _NAMES)
    with at.reading() as opened:
        rows = _rows(at, opened.ranked)
        total = len(rows)
        number = page_shown(at.query.page, total)
        shown = rows[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
        return period_page(
            at,
            opened,
            shown=_groups(shown),
            heads=_heads(at),
            total=total,
            number=number,
            pages=pages_of(total),
            group=at.query.text("group"),
            grades=_grades(opened.ranked),
            seats=_seats(opened.ranked),
        )


@router.get("/evaluation/{year}/{period}/ranking.xlsx")
def ranking_workbook(visit: Visiting, year: int, period: str) -> Response:
    """All rows of the same filters, in the same order."""
    at = arrive(visit, "ranking", year, period, _NAMES)
    with at.reading() as opened:
        ranked, words = opened.ranked, SumWords(visit.lang)
        rows = _rows(at, ranked)
    name = _file(visit, "evaluation.ranking.file", at)
    return workbook(name, lambda path: write_ranking(path, ranked, rows, words, visit.now))


@router.get("/evaluation/{year}/{period}/rewards")
def rewards(visit: Visiting, year: int, period: str) -> HTMLResponse:
    """Whom points and decisions speak for, with every reason; nobody is proposed by it."""
    at = arrive(visit, "rewards", year, period)
    with at.reading() as opened:
        proposals = reward_proposals(opened.ranked)
        total = len(proposals)
        number = page_shown(at.query.page, total)
        shown = proposals[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
        return period_page(
            at, opened, proposals=shown, total=total, number=number, pages=pages_of(total)
        )


@router.get("/evaluation/{year}/{period}/rewards.xlsx")
def rewards_workbook(visit: Visiting, year: int, period: str) -> Response:
    """The same list as a workbook."""
    at = arrive(visit, "rewards", year, period)
    with at.reading() as opened:
        ranked, words = opened.ranked, SumWords(visit.lang)
    proposals = reward_proposals(ranked)
    name = _file(visit, "evaluation.rewards.file", at)
    return workbook(name, lambda path: write_rewards(path, ranked, proposals, words, visit.now))


def _file(visit: Visit, key: str, at: PeriodVisit) -> str:
    return f"{visit.tr(key)}-{at.period}-{visit.today.isoformat()}.xlsx"


def _rows(at: PeriodVisit, ranked: RankedPeriod) -> list[GroupedRow]:
    """All rows that the filters let through, group by group."""
    order = at.query.choice("sort", RankingOrder, RankingOrder.RANK)
    down = at.query.text("dir") == "down"
    found: list[GroupedRow] = []
    for group in ranked.groups:
        if at.query.text("group") in ("", group.key):
            rows = list(group.rows)
            if order is not RankingOrder.RANK:
                rows.sort(key=lambda row: _key(row, order), reverse=down)
            elif down:
                rows.reverse()
            found += [(group, row) for row in rows]
    return found


def _key(row: RankedRow, order: RankingOrder) -> tuple[Any, ...]:
    official, points = row.standing.official, row.standing.points
    given_name = official.name.rpartition(" ")[2].casefold()
    match order:
        case RankingOrder.UNIT:
            return official.unit.casefold(), given_name, official.code
        case RankingOrder.COUNTED:
            return points.counted, given_name, official.code
        case _:
            return given_name, official.name.casefold(), official.code


def _heads(at: PeriodVisit) -> dict[str, Any]:
    order = at.query.choice("sort", RankingOrder, RankingOrder.RANK)
    now = (order.value, at.query.text("dir") == "down")
    return {each.value: at.query.head(each.value, now) for each in RankingOrder}


def _groups(rows: Sequence[GroupedRow]) -> list[GroupShown]:
    shown: list[GroupShown] = []
    for group, row in rows:
        if not shown or shown[-1].group is not group:
            shown.append(GroupShown(group, []))
        shown[-1].rows.append(row)
    return shown


def _grades(ranked: RankedPeriod) -> list[tuple[Grade | None, int]]:
    """How many have each grade, decided or computed; None: not known."""
    counts = Counter(ranked.grade_of(each) for each in ranked.standings.people)
    return [(grade, counts[grade]) for grade in (*Grade, None)]


def _seats(ranked: RankedPeriod) -> dict[str, Any]:
    """The seats of each group by the rule set's own base."""
    return {group.key: ranked.own_seats(group.rules.code).get(group.key) for group in ranked.groups}
