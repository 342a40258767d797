"""What whoever evaluates should look at: observations with their numbers, never a deduction.

Offices elsewhere saw targets set low and results declared in the last week, until nobody believed
the scores. Each flag says what was seen and on which checkpoints; somebody judges what it means.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from models.rules.indicators import Direction, Kind

_HUNDRED = Decimal(100)


class FlagKind(StrEnum):
    """What was seen."""

    TARGET_BELOW_LAST_YEAR = "target_below_last_year"
    LAST_WEEK_JUMP = "last_week_jump"
    FALLING_TOTAL = "falling_total"
    FULL_EVERYWHERE = "full_everywhere"
    SAME_FILE = "same_file"
    ALL_ON_LAST_DAY = "all_on_last_day"
    SELF_NEVER_DIFFERS = "self_never_differs"


@dataclass(frozen=True)
class FlagParameters:
    """From when on something is a flag.

    `jump_percent`, `jump_days`: at least so much of a value came in so many last days.
    `full_least`, `last_day_least`, `self_least`: the fewest tasks, or periods, that say anything.
    """

    jump_percent: Decimal
    jump_days: int
    full_least: int
    last_day_least: int
    self_least: int


@dataclass(frozen=True)
class FlagReport:
    """A report or an update. `value`: None of a product, or where it gave none.

    `files`: fingerprints of the contents that came with it.
    """

    on: date
    value: Decimal | None = None
    final: bool = True
    files: frozenset[str] = frozenset()


@dataclass(frozen=True)
class FlagWork:
    """A checkpoint of somebody. `target`, `last_year`: of the whole assignment.

    `last_day`: the last on which a report is in time. `before`: what the assignment had reached
    by the checkpoint before, of a running total. `value`: as it was verified.
    """

    ref: str
    assignment: str
    kind: Kind
    direction: Direction
    due_on: date
    last_day: date
    target: Decimal | None = None
    last_year: Decimal | None = None
    expected: Decimal | None = None
    value: Decimal | None = None
    before: Decimal | None = None
    reports: tuple[FlagReport, ...] = ()

    @property
    def final(self) -> FlagReport | None:
        """The final report that stands: the last one."""
        finals = [each for each in self.reports if each.final]
        return max(finals, key=_order, default=None)


@dataclass(frozen=True)
class Flag:
    """An observation: its numbers by name, and the checkpoints that it rests on."""

    kind: FlagKind
    numbers: Mapping[str, Decimal | int]
    refs: tuple[str, ...]


def flags_of(
    works: Iterable[FlagWork], earlier: Iterable[FlagWork], parameters: FlagParameters
) -> tuple[Flag, ...]:
    """The flags of a period, whatever the order of what comes in.

    `works`: what was due in it; `earlier`: what was due in the year before it. These alone make no
    flag, but totals fall and files are used again from one period to the next.
    """
    now = sorted(works, key=_place)
    before = sorted(earlier, key=_place)
    return (
        *_targets(now),
        *(flag for each in now if (flag := _jump(each, parameters))),
        *_falling(now, before),
        *_full(now, parameters),
        *_same_files(now, before),
        *_last_day(now, parameters),
    )


def self_scores_never_differ(
    pairs: Sequence[tuple[Decimal, Decimal]], parameters: FlagParameters
) -> Flag | None:
    """Whether somebody's own score was the decided one in every period that has both.

    `pairs`: own score and decided score of each period.
    """
    if len(pairs) < parameters.self_least or any(own != decided for own, decided in pairs):
        return None
    return Flag(FlagKind.SELF_NEVER_DIFFERS, {"periods": len(pairs)}, ())


def _place(work: FlagWork) -> tuple[date, str]:
    return work.due_on, work.ref


def _order(report: FlagReport) -> tuple[date, bool, Decimal]:
    return report.on, report.final, report.value or Decimal(0)


def _targets(works: Sequence[FlagWork]) -> Iterator[Flag]:
    """Each assignment whose plan of the year asks for less than last year came to."""
    refs: dict[str, list[FlagWork]] = defaultdict(list)
    for each in works:
        refs[each.assignment].append(each)
    for _, group in sorted(refs.items()):
        target, last = group[0].target, group[0].last_year
        if target is None or last is None:
            continue
        lower = group[0].direction is Direction.LOWER
        if target > last if lower else target < last:
            numbers = {"target": target, "last_year": last}
            kind = FlagKind.TARGET_BELOW_LAST_YEAR
            yield Flag(kind, numbers, tuple(each.ref for each in group))


def _jump(work: FlagWork, parameters: FlagParameters) -> Flag | None:
    """What grew in the last days, of all that grew; only where something was known before them.

    Whoever reports once, at the end, made no jump that anybody could see.
    """
    final = work.final
    if final is None or final.value is None or work.kind is Kind.PERCENTAGE:
        return None
    begin = work.last_day - timedelta(days=parameters.jump_days)
    known = [each for each in work.reports if each.on <= begin and each.value is not None]
    if not known or final.on <= begin:
        return None
    grew = final.value - (work.before or Decimal(0))
    late = final.value - (max(known, key=_order).value or Decimal(0))
    if grew <= 0 or late * _HUNDRED < grew * parameters.jump_percent or late <= 0:
        return None
    numbers: dict[str, Decimal | int] = {
        "late": late, "grew": grew, "percent": late * _HUNDRED / grew, "days": parameters.jump_days,
    }  # fmt: skip
    return Flag(FlagKind.LAST_WEEK_JUMP, numbers, (work.ref,))


def _falling(works: Sequence[FlagWork], before: Sequence[FlagWork]) -> Iterator[Flag]:
    """A running total that is lower than one of the same assignment before it."""
    present = {each.ref for each in works}
    rows = sorted([*before, *works], key=_place)
    totals: dict[str, FlagWork] = {}
    for each in rows:
        if each.kind is not Kind.RUNNING_TOTAL or each.value is None:
            continue
        last = totals.get(each.assignment)
        if last is not None and last.value is not None and each.value < last.value:
            if each.ref in present:
                numbers = {"before": last.value, "now": each.value}
                yield Flag(FlagKind.FALLING_TOTAL, numbers, (last.ref, each.ref))
            continue
        totals[each.assignment] = each


def _full(works: Sequence[FlagWork], parameters: FlagParameters) -> Iterator[Flag]:
    """Every result that has a number is exactly what was asked for."""
    numbered = [each for each in works if each.value is not None and each.expected]
    if len(numbered) < max(1, parameters.full_least):
        return
    if all(each.value == each.expected for each in numbered):
        refs = tuple(each.ref for each in numbered)
        yield Flag(FlagKind.FULL_EVERYWHERE, {"tasks": len(numbered)}, refs)


def _same_files(works: Sequence[FlagWork], before: Sequence[FlagWork]) -> Iterator[Flag]:
    """One content that came with the reports of two checkpoints or more."""
    present = {each.ref for each in works}
    used: dict[str, set[str]] = defaultdict(set)
    for each in (*before, *works):
        for report in each.reports:
            for file in report.files:
                used[file].add(each.ref)
    files: dict[tuple[str, ...], int] = defaultdict(int)
    for refs in used.values():
        if len(refs) > 1 and refs & present:
            files[tuple(sorted(refs))] += 1
    for refs_of_files, count in sorted(files.items()):
        numbers = {"files": count, "results": len(refs_of_files)}
        yield Flag(FlagKind.SAME_FILE, numbers, refs_of_files)


def _last_day(works: Sequence[FlagWork], parameters: FlagParameters) -> Iterator[Flag]:
    """Nothing of what was reported came before the last day of its time."""
    reported = [each for each in works if each.final is not None]
    if len(reported) < max(1, parameters.last_day_least):
        return
    if all(each.final is not None and each.final.on >= each.last_day for each in reported):
        refs = tuple(each.ref for each in reported)
        yield Flag(FlagKind.ALL_ON_LAST_DAY, {"tasks": len(reported)}, refs)
