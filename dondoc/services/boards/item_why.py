"""Why a checkpoint is in its state, and what happened to it, in words."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from dondoc.i18n import Language, Translate, translator
from dondoc.rendering.deductions import deduction_in_words
from dondoc.rendering.formats import by_first_date, day, delay, moment, number, quantity, weekday
from dondoc.services.boards.item import ItemPage
from dondoc.services.history.of_item import EventView
from dondoc.services.work.checkpoint_view import CheckpointView
from dondoc.services.work.reminders_counted import in_words
from models.event import EventKind
from models.rules.checkpoints import Act, local_date
from models.rules.due import DueState
from models.rules.stages import Stage, Standing

REMINDER_EVENTS = frozenset({EventKind.NUDGED, EventKind.DELIVERED, EventKind.UNDELIVERED})
"""Events that the page shows as the register of reminders, with who got what."""


def why(page: ItemPage, view: CheckpointView, today: date, lang: Language) -> list[str]:
    """Sentences: who moved it when and why, its dates, the rule that gives the due state."""
    tr = translator(lang)
    events = [event for event in page.view.events if event.ref == view.ref]
    sentences = [
        *_stage(view, events, tr),
        *_dates(view, events, tr, lang),
        *_state(view, today, tr, lang),
        *_result(page, view, tr, lang),
        *_whose(view, tr),
    ]
    if view.reminded is not None:
        sentences.append(tr("item.why.reminded", reminded=in_words(view.reminded, lang)))
    return [text[:1].upper() + text[1:] for text in sentences]


def _whose(view: CheckpointView, tr: Translate) -> Iterator[str]:
    """A result stays with whoever held the position on the day that counts, also once they left."""
    for answering in view.answering:
        if answering.counted_on is not None:
            yield tr(
                "item.why.whose",
                name=answering.name, title=answering.title, day=day(answering.counted_on),
            )  # fmt: skip


def _stage(view: CheckpointView, events: list[EventView], tr: Translate) -> Iterator[str]:
    stage = tr(f"stage.{view.stage.value}")
    moved = [event for event in events if event.to_stage is not None]
    if moved and view.stage is view.stage_stored:
        yield tr("item.why.moved", stage=stage, **_who(moved[-1], tr)) + _because(moved[-1], tr)
    else:
        yield tr("item.why.stage", stage=stage)
    if view.pending:
        acts = ", ".join(tr(f"act.{act.value}") for act in view.pending)
        yield tr("item.why.pending", acts=acts)
    if view.returns:
        yield tr("item.why.returned", n=view.returns)


def _who(event: EventView, tr: Translate) -> dict[str, str]:
    who = event.actor or tr("role.system").capitalize()
    if event.on_behalf_of:
        who = tr("item.on_behalf", who=who, whose=event.on_behalf_of)
    return {"who": who, "at": moment(event.at)}


def _because(event: EventView, tr: Translate) -> str:
    return " " + tr("item.why.because", reason=event.reason) if event.reason else ""


def _dates(
    view: CheckpointView, events: list[EventView], tr: Translate, lang: Language
) -> Iterator[str]:
    due, last = weekday(view.due_on, lang), weekday(view.last_day_in_time, lang, view.due_on)
    yield tr("item.why.dates", opens=day(view.opens_on), due=due, year=view.due_on.year)
    if view.last_day_in_time != view.due_on:
        yield tr("item.why.shifted", due=due, last=last)
    changed = [event for event in events if event.kind == EventKind.DUE_CHANGED]
    if view.due_on != view.original_due_on:
        yield tr("item.why.first_due", day=day(view.original_due_on)) + (
            f" {tr('item.why.due_moved', **_who(changed[-1], tr))}{_because(changed[-1], tr)}"
            if changed
            else ""
        )
    if view.first_late is not None:
        words = by_first_date(view.first_late, view.original_due_on, lang)
        yield f"{words[:1].upper()}{words[1:]}."
    if view.extension_asked is not None:
        yield tr("item.why.asked", day=day(view.extension_asked), due=day(view.due_on))
    if view.refused_request is not None:
        refused_on, until = map(day, view.refused_request)
        yield tr("item.why.refused", refused=refused_on, due=day(view.due_on), day=until)


def _state(view: CheckpointView, today: date, tr: Translate, lang: Language) -> Iterator[str]:
    """The rule of the due state (architecture: total = done in time + late + open + overdue)."""
    if view.standing is not Standing.LIVE:
        yield tr("item.why.ended", standing=tr(f"standing.{view.standing.value}"))
    elif view.missing:
        yield tr("item.why.missing", day=day(view.cut_off_on))
    elif view.undelivered and view.reported_at is not None:
        yield _undelivered(view, view.reported_at, tr, lang)
    elif view.reported_at is not None and view.stage is not Stage.IN_PROGRESS:
        yield _reported(view, view.reported_at, tr, lang)
    else:
        yield from _unreported(view, today, tr, lang)


def _reported(view: CheckpointView, at: datetime, tr: Translate, lang: Language) -> str:
    late = view.state in (DueState.OVERDUE, DueState.DONE_LATE)
    params = {"at": moment(at), "last": weekday(view.last_day_in_time, lang, view.due_on)}
    if late and view.returned is not None and local_date(at) <= view.last_day_in_time:
        params |= {"reported": day(view.returned.reported_on), "due": day(view.returned.due_on)}
        waits = view.stage is Stage.REPORTED
        return tr("item.why.waits_late_before" if waits else "item.why.done_late_before", **params)
    if view.stage is Stage.REPORTED:
        return tr("item.why.waits_late" if late else "item.why.waits", **params)
    return tr("item.why.done_late" if late else "item.why.done", **params)


def _undelivered(view: CheckpointView, at: datetime, tr: Translate, lang: Language) -> str:
    """To say that a product is not there ends the reporting, not the work."""
    waits, last = view.stage is Stage.REPORTED, weekday(view.last_day_in_time, lang, view.due_on)
    key = "item.why.waits_undelivered" if waits else "item.why.undelivered"
    return tr(key, state=tr(f"due_state.{view.state.value}"), at=moment(at), last=last)


def _left(view: CheckpointView, lang: Language) -> str:
    return delay(view.days_left, lang, overdue=view.state is DueState.OVERDUE)


def _unreported(view: CheckpointView, today: date, tr: Translate, lang: Language) -> Iterator[str]:
    last, left = weekday(view.last_day_in_time, lang, view.due_on), _left(view, lang)
    if view.state is DueState.OVERDUE:
        yield tr("item.why.overdue", last=last, left=left)
        yield tr("item.why.cut_off", day=day(view.cut_off_on))
    elif view.due_soon:
        yield tr("item.why.due_soon", last=last, left=left)
    else:
        yield tr("item.why.in_time", last=last, left=left)
    if view.days_off:
        start, end = sorted((today, view.last_day_in_time))
        count = len(view.days_off)
        yield tr("item.why.days_off", n=count, start=day(start), end=day(end))


def _result(page: ItemPage, view: CheckpointView, tr: Translate, lang: Language) -> Iterator[str]:
    unit = page.view.unit_of_measure
    if view.met is not None and view.value is not None:
        yield tr(
            "item.why.met" if view.met else "item.why.not_met",
            value=quantity(view.value, unit, lang),
            expected=quantity(view.expected, unit, lang),
        )
    if view.quality is not None:
        yield tr("item.why.quality", quality=number(view.quality, lang))
    yield from _causes(view, tr)
    if view.grade is not None:
        grade = tr(f"grade.{view.grade.value}")
        yield tr("item.why.judged", grade=grade, total=number(view.total, lang))
    if view.score_parts is not None:
        parts = view.score_parts._asdict().items()
        yield tr("verify.evaluate.parts", **{name: number(part, lang) for name, part in parts})


def _causes(view: CheckpointView, tr: Translate) -> Iterator[str]:
    """Which failed reviews and latenesses take nothing off, and of which that was asked."""
    for each in view.deductions:
        if each.cause is not None:
            about = deduction_in_words(each.code, tr)
            yield tr(f"item.why.cause.{each.cause.state.value}", about=about)
    if view.has_mark_for_all:
        yield tr("item.why.objective")


class AlikeEvents(NamedTuple):
    """Alike events of one moment. `labels`: of the checkpoints that they are about."""

    event: EventView
    what: str
    labels: list[str]


def happened(page: ItemPage, lang: Language) -> list[AlikeEvents]:
    """The history, the newest first, without the reminders."""
    tr = translator(lang)
    event_views = (
        event for event in reversed(page.view.events) if event.kind not in REMINDER_EVENTS
    )
    groups: list[AlikeEvents] = []
    for event in event_views:
        what, label = _what(event, page.view.unit_of_measure, tr, lang), event.ref.partition("/")[2]
        last = groups[-1] if groups else None
        if last and last.what == what and replace(last.event, ref=event.ref) == event:
            last.labels.insert(0, label)
        else:
            groups.append(AlikeEvents(event, what, [label] if label else []))
    return groups


def _what(event: EventView, unit: str, tr: Translate, lang: Language) -> str:
    act = event.data.get("act")
    parts = [tr(f"event.{event.kind}")]
    if act == Act.NOT_REPORTED:  # no report was verified, though the stage is called so
        parts = [tr(f"act.{act}")]
    elif event.to_stage is not None:
        start = f"{tr(f'stage.{event.from_stage.value}')} → " if event.from_stage else ""
        parts = [start + tr(f"stage.{event.to_stage.value}")]
        if act == Act.RETURN:
            parts.insert(0, tr(f"act.{act}"))
    data = event.data
    if "deduction" in data:
        parts = [*_of_cause(data, tr), *(parts if event.to_stage is not None else [])]
    if "old_due_on" in data and "new_due_on" in data:
        dates = {name: _iso(data[name]) for name in ("old_due_on", "new_due_on")}
        parts.append(tr(f"item.history.{_DATES.get(event.kind, 'dates')}", **dates))
    if "report_until" in data:
        parts.append(tr("item.history.report_until", day=_iso(data["report_until"])))
    if "removed" in data:
        parts.append(tr("item.history.removed", difficulty=data["removed"]))
    if "value" in data:
        parts.append(quantity(Decimal(str(data["value"])), unit, lang))
    if "delivered" in data:
        parts.append(tr(f"item.history.{'' if data['delivered'] else 'not_'}delivered"))
    if data.get("objective_cause") or data.get("old_objective_cause"):
        parts.append(tr(f"item.history.{'' if data['objective_cause'] else 'no_'}objective"))
    return "; ".join(parts)


def _of_cause(data: dict[str, Any], tr: Translate) -> Iterator[str]:
    """What was done with an objective cause, of what it is, and since when."""
    act = tr(f"act.{data['act']}")
    yield f"{act}: {deduction_in_words(data['deduction'], tr)}"
    if "since" in data:
        yield tr("item.history.since", day=_iso(data["since"]))


_DATES = {"extension_asked": "dates_asked", "extension_refused": "dates_refused"}
"""Words for two dates of which only the first one is in force."""


def _iso(text: str) -> str:
    return day(date.fromisoformat(text))
