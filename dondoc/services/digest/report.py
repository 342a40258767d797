"""A digest with its report, and those of its groups: all from one reading."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlmodel import Session

from dondoc.services.digest.below_plan import Concerns, below_items, concerns
from dondoc.services.digest.changes import (
    changed_items,
    counts_of_judged,
    days_compared,
    transitions,
)
from dondoc.services.digest.correction_rows import late_corrections
from dondoc.services.digest.drawn import drawn_figures
from dondoc.services.digest.figures import figures_of
from dondoc.services.digest.gaps import committee_rows, data_gaps, removers, sources
from dondoc.services.digest.owners import per_official, silent_owners
from dondoc.services.digest.parts import EVERYTHING, DigestPart
from dondoc.services.digest.reading import DigestReading, read_digest
from dondoc.services.digest.report_reading import ReportReading, read_report
from dondoc.services.digest.requests import requests_of_all, requests_of_one
from dondoc.services.digest.year_end import forecasts
from dondoc.services.figures.judgements import JudgedCheckpoint, come_by_day
from dondoc.services.figures.moved_item import MovedItem
from dondoc.services.figures.periods import DigestPeriod
from dondoc.services.figures.report_shapes import (
    DigestReport,
    DigestRequest,
    GroupReports,
)
from dondoc.services.figures.shapes import DigestFigures, OverdueItem
from models.programme import Programme
from models.rules.due import DueState
from models.rules.reporting import ReportsCounted, reports_counted


def read_with_report(
    session: Session, programme: Programme, period: DigestPeriod, as_of: date, unit_id: int | None
) -> ReportReading:
    """One reading, from which every part is computed."""
    return read_report(session, read_digest(session, programme, period, as_of, unit_id))


def digest_of(reading: ReportReading, part: DigestPart = EVERYTHING) -> DigestFigures:
    """The figures of a part with their report; of all units with those of each group beside."""
    ours = reading if part == EVERYTHING else reading.cut(part)
    figures = _filled(ours, figures_of(ours.base))
    groups = reading.base.groups
    whole = part == EVERYTHING and reading.question.unit_id is None
    return replace(
        figures,
        group=groups.get(part.group_code, ""),
        report=_report(ours, figures, part),
        of_groups={code: digest_of(reading, DigestPart(group_code=code)) for code in groups}
        if whole
        else {},
    )


def _filled(reading: ReportReading, figures: DigestFigures) -> DigestFigures:
    """The lists with what is known of each item beside the plan: urging, reasons, moves."""
    ids = {
        each.row.ref: each.row.checkpoint_id
        for each in reading.base.judged
        if each.counted.state is DueState.OVERDUE or each.row.due_on != each.row.original_due_on
    }
    return replace(
        figures,
        overdue=tuple(_urged(reading, ids, item) for item in figures.overdue),
        backlog=tuple(_urged(reading, ids, item) for item in figures.backlog),
        later=tuple(_urged(reading, ids, item) for item in figures.later),
        moved=tuple(_moved(reading, ids, item) for item in figures.moved),
    )


def _urged(reading: ReportReading, ids: dict[str, int], item: OverdueItem) -> OverdueItem:
    counted, said = reading.reminders[ids[item.ref]], reading.reasons.get(ids[item.ref])
    return replace(
        item,
        reminded=counted.times,
        firmest=counted.firmest,
        first_urged_on=counted.first_urged_on,
        reason=said.words if said else "",
        reason_on=said.said_on if said else None,
        is_narrative=said is not None and not said.is_reason,
    )


def _moved(reading: ReportReading, ids: dict[str, int], item: MovedItem) -> MovedItem:
    move = reading.moves.get(ids[item.ref])
    if move is None:
        return replace(item, how="plan")
    return replace(item, how=move.act.value, moved_on=move.moved_on, reason=move.reason)


def _report(reading: ReportReading, figures: DigestFigures, part: DigestPart) -> DigestReport:
    base = reading.base
    late = [*figures.overdue, *figures.backlog, *figures.later]
    matters = concerns(base, late)
    committees = committee_rows(reading)
    (owners, silent), (foreseen, tried) = silent_owners(reading), forecasts(base)
    year = counts_of_judged(base.judged)
    report = DigestReport(
        year=year,
        later_overdue=len(figures.later),
        **_due(base),
        **_changes(reading),
        below=below_items(base.lookups, base.within),
        concerns=matters.first,
        concerns_in_all=matters.in_all,
        requests=(),
        officials=per_official(base),
        owners=owners,
        silent_owners=silent,
        removers=removers(base.difficulties),
        committees=committees,
        gaps=data_gaps(base, committees),
        sources=sources(base),
        forecasts=foreseen,
        trial=tried,
        official=part.official,
        drawn=drawn_figures(reading, year.overdue),
        **_of_all(reading, part),
    )
    return replace(report, requests=_requests(base, late, report, matters, part))


def _of_all(reading: ReportReading, part: DigestPart) -> dict[str, Any]:
    """Corrections; and of all units alone, which of them are known, and what others found again.

    A sample says how far verdicts of the whole office hold: nothing of one unit.
    """
    known = reading.corrections.submissions if part == EVERYTHING else None
    whole = part == EVERYTHING and reading.question.unit_id is None
    return {
        "corrections": late_corrections(reading, part),
        "corrections_known": known,
        "rechecks": reading.rechecks if whole else None,
    }


def _due(base: DigestReading) -> dict[str, Any]:
    """What the due dates that have come say: of work, and of reports."""
    come = come_by_day(base.question, base.judged)
    return {
        "due": counts_of_judged(come),
        "reports": _reports(base, come),
        "reports_by_group": tuple(_by_group(base, come)),
    }


def _changes(reading: ReportReading) -> dict[str, Any]:
    changed, unchanged = changed_items(reading)
    return {
        "compared": days_compared(reading),
        "transitions": transitions(reading),
        "changed": changed,
        "unchanged": unchanged,
    }


def _requests(
    base: DigestReading,
    late: Sequence[OverdueItem],
    report: DigestReport,
    matters: Concerns,
    part: DigestPart,
) -> tuple[DigestRequest, ...]:
    """What follows from the rest of the report."""
    if base.question.unit_id is not None or part.person_id is not None:
        without = [each.unit for each in report.committees if not each.founded]
        return requests_of_one(late, matters.first, without if part.person_id is None else [])
    asked = sum(each.row.extension_asked is not None for each in base.judged)
    return requests_of_all(late, matters, report.removers, report.committees, asked)


def _reports(base: DigestReading, judged: Iterable[JudgedCheckpoint]) -> ReportsCounted:
    facts = (each.facts for each in judged)
    return reports_counted(facts, base.question.as_of, base.question.frame.calendar)


def _by_group(base: DigestReading, come: Sequence[JudgedCheckpoint]) -> Iterator[GroupReports]:
    """Each group that has anything due, in the order of the plan."""
    group_of = {each.unit_id: each.group_title for each in base.order}
    by_title: dict[str, list[JudgedCheckpoint]] = {title: [] for title in group_of.values()}
    for each in come:
        by_title[group_of[each.row.unit_id]].append(each)
    for title, ours in by_title.items():
        if ours:
            yield GroupReports(title, _reports(base, ours))
