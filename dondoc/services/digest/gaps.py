"""What is not known, where figures come from, and how difficulties stand by who can remove them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from dondoc.services.difficulties.open import OpenDifficulty
from dondoc.services.digest.reading import DigestReading
from dondoc.services.digest.report_reading import ReportReading
from dondoc.services.figures.judgements import JudgedCheckpoint
from dondoc.services.figures.report_shapes import (
    CommitteeActivity,
    DataGap,
    GapKind,
    IndicatorSource,
    RemoverCount,
)
from models.indicator import Indicator
from models.rules.difficulties import End
from models.rules.indicators import Kind

MAX_NAMES = 12


def removers(difficulties: Iterable[OpenDifficulty]) -> tuple[RemoverCount, ...]:
    """Difficulties of the year by the unit that can remove them, the most open first."""
    ends: dict[str, Counter[End]] = defaultdict(Counter)
    for each in difficulties:
        if each.difficulty:
            ends[each.remover][each.end] += 1
    found = [
        RemoverCount(name, by[End.OPEN], by[End.REMOVED], by[End.LEFT_OUT])
        for name, by in ends.items()
    ]
    return tuple(sorted(found, key=lambda each: (-each.open, -each.raised, each.remover)))


def committee_rows(reading: ReportReading) -> tuple[CommitteeActivity, ...]:
    """Every unit that has live work, in the order of the plan."""
    read, names = reading.committees, reading.base.lookups.names
    working = {each.row.unit_id for each in reading.base.judged}
    return tuple(
        CommitteeActivity(
            unit=names[unit].name,
            founded=unit in read.seats,
            seats=read.seats.get(unit, (0, 0))[0],
            tasks=read.seats.get(unit, (0, 0))[1],
            reminders=read.reminders.get(unit, 0),
            urged=read.urged.get(unit, 0),
        )
        for unit, *_ in reading.base.order
        if unit in working and (read.units is None or unit in read.units)
    )


def data_gaps(
    reading: DigestReading, committees: Sequence[CommitteeActivity]
) -> tuple[DataGap, ...]:
    """What is not known of the period, and what the plan leaves open; nothing where nothing is."""
    return tuple(gap for gap in _gaps(reading, committees) if gap.count)


def _gaps(reading: DigestReading, committees: Sequence[CommitteeActivity]) -> Iterator[DataGap]:
    within, lookups = reading.within, reading.lookups
    leads = ((each, lookups.lead(each)) for each in within)
    yield _of_units(reading, "vacant", [one for one, lead in leads if not (lead and lead.name)])
    yield _of_units(reading, "waiting", [each for each in within if each.counted.waiting])
    yield _of_units(reading, "missing", [each for each in within if each.counted.missing])
    yield _of_units(reading, "estimate", [each for each in within if each.is_estimate])
    yield _of_units(reading, "no_plan", [each for each in within if _asks_for_nothing(each)])
    carried = indicators_of(reading)
    yield _gap("no_source", [each.code for each in carried if not each.data_source.strip()])
    yield _gap("no_cut_off", [each.code for each in carried if not each.cut_off.strip()])
    if any(each.founded for each in committees):
        yield _gap("no_committee", [each.unit for each in committees if not each.founded])


def _asks_for_nothing(checkpoint: JudgedCheckpoint) -> bool:
    """Whether it expects neither a number nor a product, so that no result can be compared."""
    expectation = checkpoint.expectation
    return expectation.value is None and not expectation.is_product


def _of_units(reading: DigestReading, kind: GapKind, judged: Sequence[JudgedCheckpoint]) -> DataGap:
    names = (reading.lookups.names[each.row.unit_id].name for each in judged)
    return _listed(kind, len(judged), tuple(dict.fromkeys(names)))


def _gap(kind: GapKind, names: Sequence[str]) -> DataGap:
    return _listed(kind, len(names), names)


def _listed(kind: GapKind, count: int, names: Sequence[str]) -> DataGap:
    more = max(0, len(names) - MAX_NAMES)
    return DataGap(kind, count, tuple(names[:MAX_NAMES]), more)


def indicators_of(reading: DigestReading) -> list[Indicator]:
    """The indicators with a checkpoint due in the period, by code."""
    keys = {each.row.indicator_id for each in reading.within}
    carried = (reading.question.indicators[key] for key in keys)
    return sorted(carried, key=lambda each: each.code)


def sources(reading: DigestReading) -> tuple[IndicatorSource, ...]:
    """Where each indicator's figures come from, and when silence may be recorded."""
    rules = reading.question.frame.rules
    return tuple(
        IndicatorSource(
            code=each.code,
            title=each.title,
            source=each.data_source,
            cut_off=each.cut_off,
            days=rules.cut_off_days if each.cut_off_days is None else each.cut_off_days,
        )
        for each in indicators_of(reading)
        if each.kind is not Kind.COMPOSITE
    )
