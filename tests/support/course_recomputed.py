"""Whole evaluations worked out a second time: totals, gates and grades, from plain fractions."""

import math
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from counted_work import CountedLine, PlayedReading, RecountedWork, days_of, quarter_of

GRADES = ("excellent", "good", "completed", "not_completed")
BOUNDS = (90, 70, 50)


class RecountedSums(NamedTuple):
    """What somebody's period comes to; `results`, `total`: None where there is nothing."""

    parts: Mapping[str, Fraction]
    results: Fraction | None
    total: Fraction | None
    by_points: str | None
    overruled: str | None
    gates: Mapping[tuple[str, str], str]
    grade: str | None


class TypedPoints(NamedTuple):
    """What was typed: general points; d, đ, e of a head; shortcomings and how many are repaired."""

    general: Fraction
    leader: Sequence[bool] | None
    pointed: int
    repaired: int


class EvaluationRecount(RecountedWork):
    """What is made of the lines of a period with what was typed of it."""

    def quarter(self, person: int, number: int, leads: bool, entered: TypedPoints) -> RecountedSums:
        """One quarter of somebody, with what was typed."""
        lines, field = self.lines(person, number), self.field(person, number)
        if self.read.own and field:
            own = {each.id for each in self.asked(person, number)}
            lines = [*lines, *(each for each in field if each.work.id not in own)]
        leader = entered.leader if leads else None
        parts, share = self._result(person, number, lines, leader)
        results = None if share is None else 70 * share
        total = None if results is None else entered.general + results
        by_points = None if total is None else self.band(total)
        overruled = self._overruled(person, number, lines)
        gates = self.gates(lines, leads or field is not None, field, entered) if lines else {}
        grade = (overruled and "not_completed") or left(by_points, gates)
        return RecountedSums(parts, results, total, by_points, overruled, gates, grade)

    def band(self, total: Fraction) -> str:
        """Cut at the exact points by the own reading, else at the rounded ones."""
        points = total if self.read.own else half_up(total, self.read.places)
        return next((g for g, least in zip(GRADES, BOUNDS, strict=False) if points >= least),
                    "not_completed")  # fmt: skip

    def gates(
        self,
        lines: Sequence[CountedLine],
        is_leader: bool,
        field: Sequence[CountedLine] | None,
        typed: TypedPoints,
    ) -> dict[tuple[str, str], str]:
        """366-QĐ/TW Art. 11, each by its grade."""
        if not self.read.gates:
            return {}
        late = sum(each.is_late for each in lines)
        done = all(each.is_done for each in lines)
        met: dict[tuple[str, str], bool | None] = {
            ("excellent", "every_task_done"): done,
            ("excellent", "every_task_in_time"): not late,
            ("excellent", "enough_exceeded"): _share(lines) >= Fraction(30, 100),
            ("excellent", "shortcomings_repaired"): typed.repaired >= typed.pointed,
            ("good", "every_task_done"): done,
            ("good", "every_task_in_time"): not late,
            ("completed", "every_task_done"): done,
            ("completed", "few_late"): Fraction(late, len(lines)) <= Fraction(20, 100),
        }
        if is_leader:
            of = field or None
            met["excellent", "field_done"] = of and all(each.is_done for each in of)
            met["excellent", "field_exceeded"] = of and _share(of) >= Fraction(30, 100)
            met["good", "field_in_time"] = of and not any(each.is_late for each in of)
        return {key: "unknown" if is_met is None else "closed" if is_met else "open"
                for key, is_met in met.items()}  # fmt: skip

    def _result(
        self, person: int, number: int, lines: Sequence[CountedLine], leader: Sequence[bool] | None
    ) -> tuple[Mapping[str, Fraction], Fraction | None]:
        """The parts and their mean; of units that are weighed only the mean."""
        if not lines:
            return {}, None
        units, theirs = {each.work.unit for each in lines}, {w.unit for w in self.led[person]}
        if self.read.own and len(units) > 1 and len(theirs) > 1:
            there = {unit: {day for span in self.spans[person][unit] for day in days_of(span)
                            if quarter_of(day) == number} for unit in units}  # fmt: skip
            at_once = sum(map(len, there.values())) > len(set().union(*there.values()))
            if all(there.values()) and not at_once:
                each = {u: _parts([x for x in lines if x.work.unit == u], leader, self.read)
                        for u in units}  # fmt: skip
                whole = sum(mean_of(each[u].values()) * len(there[u]) for u in units)
                return {}, whole / sum(map(len, there.values()))
        parts = _parts(lines, leader, self.read)
        return parts, mean_of(parts.values())

    def _overruled(self, person: int, number: int, lines: Sequence[CountedLine]) -> str | None:
        if any(quarter_of(day) == number for day in self.disciplined[person]):
            return "discipline"
        short = self.read.own and not all(each.is_done for each in lines)
        return "short_through_own_fault" if short else None


def left(by_points: str | None, gates: Mapping[tuple[str, str], str]) -> str | None:
    """One step below a grade with an open gate; None while one is unknown."""
    if by_points is None:
        return None
    states = [state for (grade, _), state in gates.items() if grade == by_points]
    if "unknown" in states:
        return None
    return GRADES[GRADES.index(by_points) + 1] if "open" in states else by_points


def half_up(value: Fraction, places: int) -> Fraction:
    return Fraction(math.floor(value * 10**places + Fraction(1, 2)), 10**places)


def mean_of(values: Iterable[Fraction]) -> Fraction:
    known = list(values)
    return sum(known, Fraction(0)) / len(known)


def _share(lines: Sequence[CountedLine]) -> Fraction:
    return Fraction(sum(each.passed for each in lines), len(lines))


def _parts(
    lines: Sequence[CountedLine], leader: Sequence[bool] | None, read: PlayedReading
) -> dict[str, Fraction]:
    assigned = sum(each.assigned for each in lines)
    done = sum(each.done for each in lines)
    over = done if read.own else assigned
    parts = {
        "a": done / assigned,
        "b": sum(each.quality for each in lines) / over if over else Fraction(1),
        "c": sum(each.in_time for each in lines) / over if over else Fraction(1),
    }
    if leader is not None:
        full = zip("dđe", leader, strict=True)
        parts |= {name: Fraction(1) if said else Fraction(1, 2) for name, said in full}
    return parts
