"""The lists of a digest's report: concerns, forecasts, below plan, changes, owners, gaps."""

from collections.abc import Iterator, Sequence
from functools import partial

from dondoc.rendering import formats
from dondoc.rendering.formats import capital
from dondoc.services.digest.list_tables import compared_title
from dondoc.services.digest.tables import (
    MAX_SHOWN,
    DigestRow,
    DigestTable,
    DigestWriter,
    list_table,
)
from dondoc.services.figures.recheck_shapes import RechecksCounted
from dondoc.services.figures.report_shapes import (
    ChangedItem,
    ComparedItem,
    Concern,
    DataGap,
    DigestReport,
    IndicatorForecast,
    IndicatorSource,
    SilentOwner,
)
from models.rules.due import DueState
from models.rules.forecast import NEAR_PERCENT
from models.rules.indicators import Direction
from models.rules.measures import part_of

NO_BREAK = "\N{NO-BREAK SPACE}"
"""Holds the words of a state in one line, so that ten matters fit a page."""

MARKS = {"below": "▼", "limit": "▲", "overdue": "●"}


def concern_table(writer: DigestWriter, report: DigestReport) -> DigestTable | None:
    """The ten matters that need attention first, on page one."""
    columns = writer.columns("number", "unit", "matter", "#reached", "#of_plan", "stage")
    return list_table("concerns", columns, report.concerns, partial(_concern, writer))


def concerns_heading(writer: DigestWriter, report: DigestReport) -> str:
    """What stands above them: ten of many, or all that there are; and what their days are."""
    if len(report.concerns) == report.concerns_in_all:
        return writer.tr("digest.concerns.all")
    in_all = writer.number(report.concerns_in_all)
    return f"{writer.tr('digest.concerns')} ({writer.tr('digest.concerns.order', count=in_all)})"


def _concern(writer: DigestWriter, each: Concern) -> tuple[str, ...]:
    reached = formats.NOTHING
    if each.actual is not None and each.expected is not None:
        # Page one has room for a sign, not for the unit in words.
        measure = each.unit_of_measure if each.unit_of_measure.strip() == "%" else ""
        reached = reached_words(writer, each.actual, each.expected, measure)
    words = writer.tr(f"digest.concern.{each.kind}", n=each.days, days=writer.number(each.days))
    state = f"{MARKS[each.kind]} {words}".replace(" ", NO_BREAK)
    # Of a limit the state says that it is one: its word would take a line more of page one.
    return (each.unit, each.title, reached, writer.percent(each.percent), state)


def reached_words(writer: DigestWriter, actual: object, expected: object, measure: str) -> str:
    """What was reached of what was planned, with its unit: 5,8 / 12%."""
    of_plan = formats.quantity(expected, measure, writer.lang)  # type: ignore[arg-type]
    return f"{writer.number(actual)} / {of_plan}"  # type: ignore[arg-type]


def forecast_table(
    writer: DigestWriter, report: DigestReport, *, year_is_over: bool
) -> DigestTable | None:
    """What each indicator comes to at the year's end; the method and its trial stand below."""
    if not report.forecasts:
        return None
    columns = writer.columns(
        "indicator", "measure", "#plan_of_units", "#year_actual", "#forecast", "#forecast_percent",
        "#units_counted", "verdict",
    )  # fmt: skip
    rows = tuple(
        DigestRow(_forecast(writer, each, year_is_over=year_is_over)) for each in report.forecasts
    )
    return DigestTable(
        "forecasts", columns, rows, after=_trial(writer, report), quotients=((5, 4, 2),)
    )


def _forecast(
    writer: DigestWriter, each: IndicatorForecast, *, year_is_over: bool
) -> tuple[str, ...]:
    made = each.forecast
    is_final = year_is_over and made.value == each.actual and made.units == made.carriers
    is_limit = each.direction is Direction.LOWER
    missed = "failed" if is_final and not is_limit else "missed"
    verdict = "none" if made.met is None else f"{each.direction}.{'met' if made.met else missed}"
    return (
        writer.named(each.title, each.code),
        each.unit_of_measure,
        writer.number(made.target),
        writer.number(each.actual),
        writer.number(made.value),
        writer.of_plan(made.percent, is_limit=is_limit),
        f"{writer.number(made.units)}/{writer.number(made.carriers)}",
        writer.tr(f"digest.forecast.{verdict}"),
    )


def _trial(writer: DigestWriter, report: DigestReport) -> str:
    """The method in a sentence, and how often it was right about what is verified by now."""
    tried = report.trial
    method = writer.tr("digest.forecast.method")
    if not tried.tried:
        return f"{method} {writer.tr('digest.forecast.untried')}"
    which = "none" if not tried.near else "all" if tried.near == tried.tried else "some"
    said = writer.tr(
        f"digest.forecast.trial.{which}",
        n=tried.tried,
        tried=writer.number(tried.tried),
        near=writer.number(tried.near),
        far=writer.number(tried.tried - tried.near),
        part=writer.part(tried.near, tried.tried),
        within=writer.number(NEAR_PERCENT),
    )
    return f"{method} {said}"


def below_table(writer: DigestWriter, items: Sequence[ComparedItem]) -> DigestTable | None:
    """Results of the period that missed their plan, or went beyond a limit."""
    columns = writer.columns("number", "item", "unit", "#actual_target", "#percent")
    return list_table("below", columns, items, partial(_below, writer))


def _below(writer: DigestWriter, item: ComparedItem) -> tuple[str, ...]:
    title = compared_title(writer, item)
    reached = reached_words(writer, item.actual, item.expected, item.unit_of_measure)
    percent = writer.of_plan(item.percent, is_limit=item.direction is Direction.LOWER)
    return (title, item.unit, reached, percent)


def changed_table(writer: DigestWriter, report: DigestReport) -> DigestTable | None:
    """What is newly overdue, assigned, ended or moved; what was done stands in the counts."""
    items = [item for item in report.changed if item.change != "done"]
    columns = writer.columns("number", "item", "unit", "change", "due_then", "due_now")
    return list_table("changed", columns, items, partial(_changed, writer))


def _changed(writer: DigestWriter, item: ChangedItem) -> tuple[str, ...]:
    same_day = item.change == "moved" and item.due_before == item.due_on
    words = writer.tr("digest.change.state" if same_day else f"digest.change.{item.change}")
    if item.before is not item.after and item.before and item.after:
        words = f"{words} ({_state(writer, item.before)} → {_state(writer, item.after)})"
    return (
        writer.named(item.title, item.ref),
        item.unit,
        words,
        formats.day(item.due_before),
        formats.day(item.due_on),
    )


def _state(writer: DigestWriter, state: DueState) -> str:
    return writer.tr(f"due_state.{state}")


def owner_table(writer: DigestWriter, owners: Sequence[SilentOwner]) -> DigestTable | None:
    """Officials in the lead who never took anything on."""
    columns = writer.columns("number", "official", "unit", "#opened", "#overdue_of_them")
    return list_table("owners", columns, owners, partial(_owner, writer))


def _owner(writer: DigestWriter, each: SilentOwner) -> tuple[str, ...]:
    counted = map(writer.number, (each.checkpoints, each.overdue))
    return (f"{each.name}, {each.title}", each.unit, *counted)


def gap_table(
    writer: DigestWriter, gaps: Sequence[DataGap], rechecks: RechecksCounted | None
) -> DigestTable | None:
    """What is not known, how often, and where; and how often others found something else."""
    rows = tuple(DigestRow(_gap(writer, gap)) for gap in gaps)
    if rechecks is not None:
        rows = (*rows, DigestRow(_rechecks(writer, rechecks)))
    if not rows:
        return None
    return DigestTable("gaps", writer.columns("gap", "#count_of_gaps", "where"), rows)


def _gap(writer: DigestWriter, gap: DataGap) -> tuple[str, ...]:
    names = "; ".join(gap.names)
    if gap.more:
        names = writer.tr("digest.gap.more", names=names, count=writer.number(gap.more))
    words = capital(writer.tr(f"digest.gap.{gap.kind}"))
    return (words, writer.number(gap.count), names)


def _rechecks(writer: DigestWriter, counted: RechecksCounted) -> tuple[str, ...]:
    """With its denominator, what is still open, and how the sample is drawn again."""
    where = writer.tr(
        "digest.recheck.where",
        disagreed=writer.number(counted.disagreed),
        answered=writer.number(counted.answered),
        percent=formats.percent(part_of(counted.disagreed, counted.answered), writer.lang),
        waiting=writer.number(counted.waiting),
        sampled=writer.number(counted.sampled),
        day=formats.day(counted.drawn_on),
        seed="; ".join(counted.seeds),
    )
    return (writer.tr("digest.recheck"), writer.number(counted.disagreed), where)


def source_table(writer: DigestWriter, sources: Sequence[IndicatorSource]) -> DigestTable | None:
    """Where the figures of each indicator come from, and when they are closed.

    Those of which the plan says neither are counted below: their source is the unit's own report.
    """
    stated = [each for each in sources if each.source or each.cut_off]
    if not stated:
        return None
    silent, rules = len(sources) - len(stated), {each.days for each in sources}
    rows = tuple(DigestRow(tuple(_source(writer, each))) for each in stated[:MAX_SHOWN])
    columns = writer.columns("indicator", "source", "cut_off", "#cut_off_days")
    days = "–".join(writer.number(day) for day in sorted({min(rules), max(rules)}))
    after = writer.tr("digest.sources.silent", n=silent, count=writer.number(silent), days=days)
    more = max(0, len(stated) - MAX_SHOWN)
    return DigestTable("sources", columns, rows, more=more, after=after if silent else "")


def _source(writer: DigestWriter, each: IndicatorSource) -> Iterator[str]:
    yield writer.named(each.title, each.code)
    yield each.source or writer.tr("digest.not_stated")
    yield each.cut_off or writer.tr("digest.not_stated")
    yield writer.number(each.days)
