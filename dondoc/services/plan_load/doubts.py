"""Changes that a plan may make without meaning them: each is shown as what it is, and asked about.

Codes are what a plan speaks in, and history hangs on what a code leads to: a slip of one cell
hands one district's results to another, or one official's to somebody else.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dondoc.services.plan.draft import PlanDraft
from dondoc.services.plan_load.changes import Answer, Change, Doubt, Entry, Key, What
from dondoc.services.plan_load.stored import Found, Stored
from dondoc.services.plan_load.wanted import person_rows, seat_rows
from models.rules.folding import fold, spelled
from models.rules.stages import Standing


def doubts(draft: PlanDraft, stored: Stored, entries: Iterable[Entry]) -> tuple[Doubt, ...]:
    """What is asked about besides codes of people that may have changed (see `recoded`)."""
    found = tuple(entries)
    return (
        *_units_exchanged(stored, found),
        *_indicators_exchanged(stored, found),
        *_positions_exchanged(stored, found),
        *_somebody_else(found),
        *_committees_emptied(draft, stored, found),
    )


def recoded(draft: PlanDraft, stored: Stored) -> dict[str, str]:
    """New codes of people who seem to be known under another: the code that they had.

    The same name, and a position that they hold or an address that they have; and the plan does
    not list the old code any more.
    """
    listed = {one.person_code for one in draft.holdings}
    names: dict[str, list[str]] = defaultdict(list)
    for code, one in stored.people.items():
        if code not in listed:
            names[fold(one.row["full_name"])].append(code)
    found: dict[str, str] = {}
    for code, row in person_rows(draft.holdings).items():
        if code not in stored.people:
            alike = [old for old in names[fold(row["full_name"])] if old not in found.values()]
            same = [old for old in alike if _is_linked(draft, stored, code, old, row["email"])]
            if same:
                found[code] = same[0]
    return found


def _is_linked(draft: PlanDraft, stored: Stored, code: str, old: str, email: str) -> bool:
    positions = {one.position_code for one in draft.holdings if one.person_code == code}
    held = {key[0] for key in stored.holdings if key[1] == old}
    return bool(positions & held) or email.casefold() in stored.mails.get(old, {})


def recode_doubts(found: Mapping[str, str], stored: Stored) -> tuple[Doubt, ...]:
    """Whether a new code is a known person's, or somebody new who has the same name."""
    return tuple(
        Doubt(
            "plan_load.doubt.code",
            (
                Answer(f"code:{new}={old}", "plan_load.sure.same_person"),
                Answer(f"code:{new}=new", "plan_load.sure.new_person"),
            ),
            {"new": new, "old": old, "name": stored.people[old].row["full_name"]},
        )
        for new, old in found.items()
    )


def recode(stored: Stored, new: str, old: str) -> None:
    """From now on a known person goes by the new code, with all that is theirs."""
    stored.recoded[new] = old
    stored.people[new] = stored.people.pop(old)
    if old in stored.mails:
        stored.mails[new] = stored.mails.pop(old)
    for key in [key for key in stored.holdings if key[1] == old]:
        stored.holdings[key[0], new, key[2]] = stored.holdings.pop(key)


def with_codes(entries: Iterable[Entry], stored: Stored) -> list[Entry]:
    """The entries of people with the codes that change."""
    left = dict(stored.recoded)
    found = []
    for one in entries:
        old = left.pop(one.ref, None) if one.what is What.PERSON else None
        found.append(_recoded(one.ref, old, one.old, one.new) if old else one)
    for new, old in left.items():
        row = stored.people[new].row
        found.append(_recoded(new, old, row, row))
    return found


def _recoded(
    new: str, old: str, before: Mapping[str, object] | None, after: Mapping[str, object] | None
) -> Entry:
    rows = ({**(before or {}), "code": old}, {**(after or {}), "code": new})
    return Entry(What.PERSON, Change.CHANGED, (new,), new, *rows)


def _units_exchanged(stored: Stored, entries: Iterable[Entry]) -> Iterator[Doubt]:
    """A unit that is to be called what another one is called: its results would go by that name."""
    bearers: dict[str, set[str]] = defaultdict(set)
    for code, unit_id in stored.units.ids.items():
        for row in stored.units.names_within(unit_id):
            bearers[spelled(row.name)].add(code)
    renamed = {
        one.ref: one for one in entries
        if one.what is What.UNIT and one.old and one.new and "name" in one.new
    }  # fmt: skip
    for code, one in renamed.items():
        assert one.old is not None and one.new is not None
        others = bearers[spelled(one.new["name"])] - {code}
        if others and spelled(one.old["name"]) != spelled(one.new["name"]):
            other = min(others)
            said = {"code": code, "old": one.old["name"], "new": one.new["name"], "other": other}
            sure = Answer(f"unit:{code}", "plan_load.sure.unit")
            yield Doubt("plan_load.doubt.unit", (sure,), said)


def _indicators_exchanged(stored: Stored, entries: Iterable[Entry]) -> Iterator[Doubt]:
    """An indicator that is to be called what another one is called: its results would go along."""
    bearers: dict[str, set[str]] = defaultdict(set)
    for (code,), found in stored.indicators.items():
        bearers[spelled(found.row["title"])].add(code)
    for one in entries:
        if one.what is not What.INDICATOR or not one.old or not one.new:
            continue
        old, new = one.old["title"], one.new["title"]
        others = bearers[spelled(new)] - {one.ref}
        if others and spelled(old) != spelled(new):
            said = {"code": one.ref, "old": old, "new": new, "other": min(others)}
            sure = Answer(f"indicator:{one.ref}", "plan_load.sure.indicator")
            yield Doubt("plan_load.doubt.indicator", (sure,), said)


def _positions_exchanged(stored: Stored, entries: Iterable[Entry]) -> Iterator[Doubt]:
    """Positions that take each other's unit, or title: their work and results would go along."""
    moves: dict[tuple[Key, Key], list[Entry]] = defaultdict(list)
    for one in entries:
        if one.what is What.POSITION and one.old and one.new:
            moves[_move(one.old, one.new)].append(one)
    for (old, new), there in moves.items():
        back = moves.get((new, old), []) if old != new else []
        for one in there if back else ():
            places = (_place(stored, row) for row in (one.old, one.new))
            said = dict(zip(("old", "new"), places, strict=True))
            said |= {"code": one.ref, "other": min(each.ref for each in back)}
            sure = Answer(f"position:{one.ref}", "plan_load.sure.position")
            yield Doubt("plan_load.doubt.position", (sure,), said)


def _move(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Key, Key]:
    """From which unit to which; of a position that stays in its unit from which title to which."""
    if old["unit"] != new["unit"]:
        return (old["unit"],), (new["unit"],)
    return (old["unit"], spelled(old["title"])), (new["unit"], spelled(new["title"]))


def _place(stored: Stored, row: Mapping[str, Any] | None) -> str:
    assert row is not None
    unit_id = stored.units.ids.get(row["unit"])
    name = stored.units.call(unit_id) if unit_id else None
    return f"{row['title']}, {name.name if name else row['unit']}"


def _somebody_else(entries: Iterable[Entry]) -> Iterator[Doubt]:
    """Another name under a code that is known: a spelling, or another person?"""
    for one in entries:
        if one.what is not What.PERSON or one.old is None or one.new is None:
            continue
        old, new = one.old["full_name"], one.new["full_name"]
        if spelled(old) != spelled(new):
            sure = Answer(f"name:{one.ref}", "plan_load.sure.name")
            said = {"code": one.ref, "old": old, "new": new}
            yield Doubt("plan_load.doubt.name", (sure,), said)


def _committees_emptied(
    draft: PlanDraft, stored: Stored, entries: Iterable[Entry]
) -> Iterator[Doubt]:
    """A committee that had members and would have none, or would be no more."""
    gone = {one.key for one in entries if one.change is Change.WITHDRAWN}
    members: dict[str, set[Key]] = defaultdict(set)
    for key, seat in stored.seats.items():
        if _sits(seat, stored):
            members[key[0]].add(key)
    wanted = {key[0] for key in seat_rows(draft)}
    for unit, seats in sorted(members.items()):
        dissolved = (unit,) in gone and stored.committees[(unit,)].standing is Standing.LIVE
        if dissolved or (seats <= gone and unit not in wanted):
            name = stored.units.call(stored.units.ids[unit])
            said = {"code": unit, "name": name.name if name else unit, "n": len(seats)}
            sure = Answer(f"committee:{unit}", "plan_load.sure.committee")
            yield Doubt("plan_load.doubt.committee", (sure,), said)


def _sits(seat: Found, stored: Stored) -> bool:
    last = seat.row["seated_to"]
    return last is None or last >= stored.units.day
