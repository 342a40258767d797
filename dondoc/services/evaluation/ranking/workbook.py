"""The ranking and the proposals for reward as workbooks: what is seen, to sort and to send on."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from dondoc.exports.tables import Cell, TableTitle, write_table
from dondoc.rendering.formats import day, moment
from dondoc.services.evaluation.people.periods import period_in_words
from dondoc.services.evaluation.ranking.groups import RankedPeriod, RankedRow, SimilarGroup
from dondoc.services.evaluation.ranking.in_words import (
    gates_words,
    grade_words,
    rank_words,
    title_of,
)
from dondoc.services.evaluation.ranking.rewards import RewardProposal
from dondoc.services.evaluation.trials.sums import SumWords
from models.rules.scoring.exact import decimal_of

_RANKED = (
    "group", "rank", "name", "position", "unit", "counted", "results", "total", "least", "most",
    "grade", "seat", "held", "rules",
)  # fmt: skip
_REWARDS = ("group", "rank", "name", "position", "unit", "results", "total", "grade", "reasons")

GroupedRow = tuple[SimilarGroup, RankedRow]


def write_ranking(
    path: Path, ranked: RankedPeriod, rows: Iterable[GroupedRow], words: SumWords, now: datetime
) -> None:
    """Writes the rows in their order. `now`: when they stood so."""
    title = _title("evaluation.ranking.title", ranked, words, now)
    write_table(path, title, _headings(_RANKED, words), (_ranked(*each, words) for each in rows))


def write_rewards(
    path: Path,
    ranked: RankedPeriod,
    proposals: Iterable[RewardProposal],
    words: SumWords,
    now: datetime,
) -> None:
    """Writes the list with its reasons."""
    title = _title("evaluation.rewards.title", ranked, words, now)
    write_table(
        path, title, _headings(_REWARDS, words), (_reward(each, words) for each in proposals)
    )


def _title(key: str, ranked: RankedPeriod, words: SumWords, now: datetime) -> TableTitle:
    period = period_in_words(ranked.standings.period, words.tr)
    about = words.tr("evaluation.ranking.about", day=day(ranked.standings.as_of), at=moment(now))
    return TableTitle(words.tr(key, period=period), about)


def _headings(names: Iterable[str], words: SumWords) -> list[str]:
    return [words.tr(f"evaluation.ranking.column.{name}") for name in names]


def _ranked(group: SimilarGroup, row: RankedRow, words: SumWords) -> tuple[Cell, ...]:
    official, points = row.standing.official, row.standing.points
    return (
        title_of(group, words),
        rank_words(row),
        official.name,
        official.position,
        official.unit,
        points.counted,
        *map(_number, (group.results_of(row), points.total, points.least, points.most)),
        grade_words(points, words),
        words.tr(f"evaluation.seat.{row.seat}") if row.seat else "",
        gates_words(points.held, words),
        row.standing.rules,
    )


def _reward(proposal: RewardProposal, words: SumWords) -> tuple[Cell, ...]:
    official, points = proposal.row.standing.official, proposal.row.standing.points
    return (
        title_of(proposal.group, words),
        rank_words(proposal.row),
        official.name,
        official.position,
        official.unit,
        _number(proposal.group.results_of(proposal.row)),
        _number(points.total),
        grade_words(points, words),
        "; ".join(words.tr(f"evaluation.reward.{each}") for each in proposal.reasons),
    )


def _number(points: Fraction | None) -> Decimal | None:
    return None if points is None else decimal_of(points, 2)
