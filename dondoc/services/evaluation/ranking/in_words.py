"""Ranks, caps, units and conflicts in words, with the numbers that they are made of."""

from collections.abc import Callable
from fractions import Fraction

from dondoc.services.evaluation.people.in_words import (
    between,
    gate_sum,
    grades_between,
    reading_grades,
    reading_label,
)
from dondoc.services.evaluation.ranking.conflicts import ConflictKind, EvaluationConflict
from dondoc.services.evaluation.ranking.groups import RankedPeriod, RankedRow, SimilarGroup
from dondoc.services.evaluation.ranking.period_points import PeriodPoints
from dondoc.services.evaluation.ranking.unit_scores import UnitScore
from dondoc.services.evaluation.trials.sums import SumWords
from models.rules.evaluation import Grade
from models.rules.scoring.caps import asked_of, over_by
from models.rules.scoring.gates import Gate
from models.rules.scoring.seats import SeatsOfGroup
from models.rules.scoring.units import PlaceInUnit

PLACES = 2
"""Decimals of points in a table."""


def rank_words(row: RankedRow) -> str:
    """1, or =1 where others have the same points; a dash without data."""
    if row.place is None:
        return "–"
    return f"={row.place.rank}" if row.place.tied else str(row.place.rank)


def points_words(points: Fraction | None, words: SumWords) -> str:
    """Points with two decimals; a dash where there are none."""
    return "–" if points is None else words.points(points, PLACES)


def total_words(points: PeriodPoints, words: SumWords) -> str:
    """The total, or the bounds between which it is."""
    if points.total is not None:
        return words.points(points.total, PLACES)
    return between((points.least, points.most), words)


def difference_words(by: Fraction | None, words: SumWords) -> str:
    """So many points more or less: +1,99; a dash where there is no one number."""
    if by is None:
        return "–"
    return f"{'+' if by > 0 else ''}{words.points(by, PLACES)}"


def grade_words(points: PeriodPoints, words: SumWords) -> str:
    """The grade, or the worst and the best that can be left."""
    return grades_between(points.grades, words)


def group_title(title: str, place: PlaceInUnit, words: SumWords) -> str:
    """Huyện, thành phố: người đứng đầu."""
    return f"{title}: {words.tr(f'evaluation.place.{place}')}"


def title_of(group: SimilarGroup, words: SumWords) -> str:
    """What a group of similar tasks is called."""
    return group_title(group.title, group.place, words)


def seats_words(seats: SeatsOfGroup, words: SumWords) -> str:
    """How many seats there are, and of what: 20% × 24 = 4,8 → 4."""
    count = seats.count
    return words.tr(
        "evaluation.cap.seats",
        share=words.amount(count.share),
        base=count.base,
        exact=words.amount(count.exact),
        seats=count.seats,
    )


def ranked_by_words(group: SimilarGroup, words: SumWords) -> str:
    """How many there are, and by which points they are ranked, and why."""
    members = words.tr("evaluation.ranking.members", n=len(group.rows))
    return f"{members} · {ranked_by(group, words)}"


def ranked_by(group: SimilarGroup, words: SumWords) -> str:
    """By which points a group is ranked, and why by others than the total."""
    ranking = group.ranking
    return words.tr(f"evaluation.ranked_by.{ranking.by}", n=ranking.without_total)


def missing_words(points: PeriodPoints, words: SumWords) -> str:
    """What nobody has entered, for which reason there is no total."""
    return ", ".join(words.tr(f"evaluation.person.lacks.{each}") for each in points.missing)


def share_words(unit: UnitScore, words: SumWords) -> str:
    """What a unit did of what it had to do: 65/93 = 69,8925%."""
    share = unit.share
    parts = f"{words.amount(share.done)}/{words.amount(share.whole)}"
    percent = share.percent
    return parts if percent is None else f"{parts} = {words.amount(percent)}%"


def gates_words(gates: tuple[Gate, ...], words: SumWords) -> str:
    """Each gate with its numbers: mọi việc đúng hạn chưa đạt (3/4)."""
    return "; ".join(_gate(gate, words) for gate in gates)


def _gate(gate: Gate, words: SumWords) -> str:
    need, state = (
        words.tr(f"evaluation.need.{gate.need}"),
        words.tr(f"evaluation.gate.{gate.state}"),
    )
    numbers = gate_sum(gate, words)
    return f"{need}: {state}" + (f" ({numbers})" if numbers else "")


def conflict_words(conflict: EvaluationConflict, ranked: RankedPeriod, words: SumWords) -> str:
    """One conflict in a sentence, with its numbers."""
    return _SENTENCES[conflict.kind](conflict, ranked, words)


def _cap(conflict: EvaluationConflict, ranked: RankedPeriod, words: SumWords) -> str:
    seats = conflict.seats
    assert seats is not None
    return words.tr(
        "evaluation.conflict.cap_exceeded",
        group=cap_group(conflict, ranked, words),
        asked=asked_of(seats),
        cap=seats_words(seats, words),
        over=over_by(seats),
    )


def _tied(conflict: EvaluationConflict, ranked: RankedPeriod, words: SumWords) -> str:
    seats = conflict.seats
    assert seats is not None
    return words.tr(
        "evaluation.conflict.tied_at_last_seat",
        group=cap_group(conflict, ranked, words),
        tied=len(seats.tied),
        left=seats.left,
    )


def cap_group(conflict: EvaluationConflict, ranked: RankedPeriod, words: SumWords) -> str:
    """Where a cap holds: a group of similar tasks, or everybody under a rule set."""
    if conflict.group is None:
        return words.tr("evaluation.cap.everybody", rules=conflict.rules)
    return group_title(*ranked.titles()[conflict.group], words)


def _under(conflict: EvaluationConflict, ranked: RankedPeriod, words: SumWords) -> str:
    unit = conflict.unit
    assert unit is not None
    least = ranked.standings.parameters[True].unit_share_least
    return words.tr(
        "evaluation.conflict.unit_under_share",
        unit=unit.unit,
        share=share_words(unit, words),
        least="–" if least is None else words.amount(least),
    )


def _held(conflict: EvaluationConflict, ranked: RankedPeriod, words: SumWords) -> str:
    unit, held = conflict.unit, conflict.held
    assert unit is not None
    assert held is not None
    return words.tr(
        f"evaluation.conflict.held.{held.reason}",
        unit=unit.unit,
        share=share_words(unit, words),
        left=words.tr(f"grade.{held.grade}"),
        before=_grade(conflict.computed, words),
        of_unit=_grade(unit.points.grade, words),
    )


def _gates(conflict: EvaluationConflict, ranked: RankedPeriod, words: SumWords) -> str:
    return gates_words(conflict.gates, words)


def _disciplined(conflict: EvaluationConflict, ranked: RankedPeriod, words: SumWords) -> str:
    said = words.tr("evaluation.overruled.discipline")
    if conflict.decided is None:
        return said
    decided = words.tr(f"grade.{conflict.decided}")
    return said + words.tr("evaluation.conflict.disciplined", decided=decided)


def _crosses(conflict: EvaluationConflict, ranked: RankedPeriod, words: SumWords) -> str:
    return "; ".join(
        words.tr(
            "evaluation.conflict.crosses_line",
            reading=reading_label(each, words),
            total=between((each.least, each.most), words),
            grade=reading_grades(each, words),
        )
        for each in conflict.readings
    )


def _missing(conflict: EvaluationConflict, ranked: RankedPeriod, words: SumWords) -> str:
    return ", ".join(words.tr(f"evaluation.person.lacks.{each}") for each in conflict.missing)


def _otherwise(conflict: EvaluationConflict, ranked: RankedPeriod, words: SumWords) -> str:
    return words.tr(
        "evaluation.conflict.decided_otherwise",
        computed=_grade(conflict.computed, words),
        decided=_grade(conflict.decided, words),
    )


def _grade(grade: Grade | None, words: SumWords) -> str:
    return words.tr(f"grade.{grade}") if grade else words.tr("evaluation.grade.unknown")


_SENTENCES: dict[ConflictKind, Callable[[EvaluationConflict, RankedPeriod, SumWords], str]] = {
    ConflictKind.CAP_EXCEEDED: _cap,
    ConflictKind.TIED_AT_LAST_SEAT: _tied,
    ConflictKind.UNIT_UNDER_SHARE: _under,
    ConflictKind.HELD_BY_UNIT: _held,
    ConflictKind.DISCIPLINED: _disciplined,
    ConflictKind.GATES_OPEN: _gates,
    ConflictKind.CROSSES_LINE: _crosses,
    ConflictKind.NOT_ENOUGH_DATA: _missing,
    ConflictKind.DECIDED_OTHERWISE: _otherwise,
}
