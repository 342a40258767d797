"""What was changed of people, committees, working days and the ladder."""

from collections.abc import Callable, Iterator
from typing import Any

from dondoc.services.boards.event_texts.values import Values

Data = dict[str, Any]


def office_sentences(data: Data, values: Values) -> Iterator[str] | None:
    """Sentences for a change that a page or command made; None for a change of a plan."""
    write = _WRITERS.get(str(data.get("what")))
    return write(data, values) if write is not None and "fields" not in data else None


def _person(data: Data, values: Values) -> Iterator[str]:
    yield values.changed("plan_load.field.full_name", "", data.get("old"), data.get("new"))


def _holding(data: Data, values: Values) -> Iterator[str]:
    post = values.position(data["ref"])
    if data.get("new"):
        who, since = values.person(data["new"]), values.day(data.get("since"))
        yield values.tr("event_text.takes", name=who, position=post, day=since)
        yield from _ended(data, values)
    else:
        who, until = values.person(data.get("old")), values.day(data.get("until"))
        yield values.tr("event_text.leaves", name=who, position=post, day=until)


def _ended(data: Data, values: Values) -> Iterator[str]:
    """Those whose own days end by it; each has the last day that held before."""
    for each in data.get("ended", ()):
        name, before = values.person(each["person"]), values.day(each.get("until"))
        if "now" in each:
            yield values.tr(
                "event_text.last_day", name=name, old=before, new=values.day(each["now"])
            )
        else:
            yield values.tr("event_text.instead_of", name=name)


def _hand_over(data: Data, values: Values) -> Iterator[str]:
    """A planned taking up, moved to another day or called off."""
    key = "event_text.hand_over_moved" if data.get("new") else "event_text.hand_over_called_off"
    yield values.tr(
        key, name=values.person(data["person"]), position=values.position(data["ref"]),
        old=values.day(data.get("old")), new=values.day(data.get("new")),
    )  # fmt: skip
    yield from _ended(data, values)


def _dates(data: Data, values: Values) -> Iterator[str]:
    for each in (data, *data.get("others", ())):
        old, new = ("–".join(values.day(text) for text in each[name]) for name in ("old", "new"))
        yield values.tr(
            "event_text.dates", name=values.person(each["person"]),
            position=values.position(data["ref"]), old=old, new=new,
        )  # fmt: skip


def _former(data: Data, values: Values) -> Iterator[str]:
    yield values.tr(
        "event_text.former", who=values.ref(data["ref"]),
        since=values.day(data["since"]), until=values.day(data["until"]),
    )  # fmt: skip


def _committee(data: Data, values: Values) -> Iterator[str]:
    unit = values.names.units_by_id.get(data["unit_id"], "")
    yield values.tr("event_text.committee", unit=unit)
    yield values.changed("plan_load.field.paper", "", data.get("old"), data.get("new"))


def _seat(data: Data, values: Values) -> Iterator[str]:
    unit = values.names.units_by_id.get(data.get("unit_id", 0), "")
    key = "event_text.seat" if data.get("new") is not None else "event_text.seat_left"
    seat = values.tr(f"staffing.seat.{data['seat']}")
    yield values.tr(key, position=values.position(data["ref"]), seat=seat, unit=unit).rstrip(" :,")
    if data.get("new") is not None:
        yield values.changed("plan_load.field.task", "", data.get("old"), data.get("new"))


def _ladder(data: Data, values: Values) -> Iterator[str]:
    """The steps that went and those that came; what stays is not named."""
    tr = values.tr
    scope = data.get("category") or values.names.units.get(data.get("unit") or "", data.get("unit"))
    if scope:
        yield tr("event_text.ladder_of", scope=scope)
    for sign, ours, theirs in (("gone", "old", "new"), ("come", "new", "old")):
        for step in data[ours]:
            if step not in data[theirs]:
                yield tr(f"event_text.ladder.{sign}", step=_step(step, values))


def _step(step: Data, values: Values) -> str:
    tr, offset = values.tr, int(step["offset"])
    key = "before" if offset < 0 else "after" if offset > 0 else "on"
    every = tr("cli.ladder.every", n=step["every"]) if "every" in step else ""
    who, how = tr(f"audience.{step['audience']}"), tr(f"firmness.{step['firmness']}")
    return f"{tr(f'cli.ladder.{key}', n=abs(offset))}{every}: {who}, {how}"


def _calendar_day(data: Data, values: Values) -> Iterator[str]:
    tr = values.tr
    old, new = (_kind_of_day(data.get(name), values) for name in ("old", "new"))
    yield f"{values.day(data['day'])}: {old} → {new}"
    if data.get("rejudged"):
        yield tr("event_text.rejudged", n=len(data["rejudged"]))


def _kind_of_day(working: bool | None, values: Values) -> str:
    kind = "public" if working is None else "worked" if working else "off"
    return values.tr(f"event_text.day.{kind}")


_WRITERS: dict[str, Callable[[Data, Values], Iterator[str]]] = {
    "person": _person,
    "holding": _holding,
    "hand_over_moved": _hand_over,
    "hand_over_called_off": _hand_over,
    "holding_dates": _dates,
    "former_holder": _former,
    "committee": _committee,
    "seat": _seat,
    "ladder": _ladder,
    "calendar_day": _calendar_day,
}
