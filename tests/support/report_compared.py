"""A digest's report held against the second reckoning."""

from collections import Counter
from dataclasses import asdict
from fractions import Fraction
from typing import Any

from forecasts_recomputed import forecasts, trial
from posts_recomputed import people_of
from register_recomputed import committees_told, register, takers
from report_recomputed import COUNTED, Recount

from dondoc.services.digest.check import faults
from dondoc.services.figures.report_shapes import DigestReport
from dondoc.services.figures.shapes import DigestFigures
from models.rules.totals import Counts


def counted(counts: Counts) -> dict[str, int]:
    return {name: getattr(counts, name) for name in COUNTED}


def compare_report(figures: DigestFigures, right: Recount) -> None:
    """Everything that a digest says of a part."""
    report = figures.report
    assert report is not None
    _counts(figures, report, right)
    _lists(figures, report, right)
    _against_the_last(report, right)
    _people(figures, report, right)
    _ahead(report, right)
    assert not list(faults(figures))


def _counts(figures: DigestFigures, report: DigestReport, right: Recount) -> None:
    assert counted(figures.counts) == right.counted(right.within)
    assert counted(report.year) == right.counted(right.works)
    assert counted(report.due) == right.counted(right.come())
    assert asdict(report.reports) == right.reports()
    drawn = report.drawn
    assert drawn is not None
    assert sum(unit.counts.overdue for unit in drawn.due) == report.year.overdue
    if drawn.course:
        assert [(point.day, point.count) for point in drawn.course] == right.course()


def _lists(figures: DigestFigures, report: DigestReport, right: Recount) -> None:
    by_ref = {work.ref: work for work in right.works}
    listed = (*figures.overdue, *figures.backlog, *figures.later)
    late = sorted(work.ref for work in right.works if right.late(work))
    assert sorted(item.ref for item in listed) == late
    told = register(right.world.engine, right.day)
    for item in listed:
        work = by_ref[item.ref]
        firmest = item.firmest.value if item.firmest else None
        urged = (item.reminded, firmest, item.first_urged_on)
        assert urged == told.get(work.id, (0, None, None)), item.ref
        assert item.days_over == right.days_over(work), item.ref
    assert {item.ref: _fraction(item.percent) for item in report.below} == right.below()
    below = right.below_so_far()
    for concern in report.concerns:
        if concern.kind != "overdue":
            limit = concern.kind == "limit"
            said = (concern.actual, concern.expected, _fraction(concern.percent), limit)
            assert said == below[concern.ref], concern.ref
    assert ([each.ref for each in report.concerns], report.concerns_in_all) == right.ten()


def _against_the_last(report: DigestReport, right: Recount) -> None:
    for day in report.compared:
        if day.kind == "digest":
            said = (day.overdue, day.appeared, day.remained, day.ended)
            assert (counted(day.due), *said) == right.against(day.day)
            moves, changed, same = right.changes(day.day)
            assert {(each.before, each.after): each.count for each in report.transitions} == moves
            assert ({item.ref for item in report.changed}, report.unchanged) == (changed, same)


def _people(figures: DigestFigures, report: DigestReport, right: Recount) -> None:
    engine, day = right.world.engine, right.day
    names = {key: name for key, (_, name) in people_of(engine).items()}
    led = {key: some for key, some in right.by_lead(right.within).items() if isinstance(key, int)}
    said = [(each.name, each.counts.total, each.counts.overdue) for each in report.officials]
    assert Counter(each for each in said if each[0]) == Counter(
        (names[key], len(some), sum(map(right.late, some))) for key, some in led.items()
    )
    opened = right.by_lead(work for work in right.works if work.opens_on <= day)
    owners = {
        key: some
        for key, some in opened.items()
        if isinstance(key, int) and any(right.had_time(work, key) for work in some)
    }
    assert report.owners == len(owners)
    silent = owners.keys() - takers(engine, day)
    assert sorted((each.name, each.checkpoints, each.overdue) for each in report.silent_owners) == (
        sorted((names[key], len(owners[key]), sum(map(right.late, owners[key]))) for key in silent)
    )
    told = sum(each.reminders for each in report.committees)
    units = {work.unit for work in right.works}
    by_unit = committees_told(engine, (figures.first_day, figures.last_day), day)
    assert told == sum(size for unit, size in by_unit.items() if unit in units)


def _ahead(report: DigestReport, right: Recount) -> None:
    assert (report.trial.near, report.trial.tried) == trial(right)
    said = {
        each.code: (
            _fraction(each.forecast.value), _fraction(each.forecast.target), each.forecast.units,
            each.forecast.carriers,
        )
        for each in report.forecasts
    }  # fmt: skip
    assert said == forecasts(right)


def _fraction(value: Any) -> Fraction | None:
    return None if value is None else Fraction(value)
