"""People, positions and who holds them: what a plan adds, changes and ends."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from dondoc.services.plan.load.changes import ChangeKind, Key, PlanChange, PlanRow, ThingKind
from dondoc.services.plan.load.names import DAY, ref_of, within
from dondoc.services.plan.load.stored_plan import Mail, StoredPlan, StoredThing
from dondoc.services.plan.load.wanted_plan import person_rows, position_rows
from dondoc.services.workbook.plan import HoldingDraft, PlanDraft
from models.rules.unit_places import is_deputy_title
from models.rules.validity import overlaps


def compare_people(draft: PlanDraft, stored: StoredPlan) -> list[PlanChange]:
    """Nothing is withdrawn here: somebody who is not listed keeps what they hold."""
    entries = []
    for code, row in person_rows(draft.holdings).items():
        stored_row = stored.people.get(code)
        wanted = (
            {**row, "telephone": row["telephone"] or ""}
            if stored_row is None
            else _with_what_stays(row, stored_row.row, stored.mails.get(code, {}))
        )
        entries += _entry(ThingKind.PERSON, code, stored_row, wanted)
    for code, row in position_rows(draft.holdings).items():
        known = stored.positions.get(code)
        wanted = {**row, "deputy_head": _is_deputy(row, known.row if known else None)}
        entries += _entry(ThingKind.POSITION, code, known, wanted)
    return entries


def _is_deputy(row: PlanRow, old: PlanRow | None) -> bool:
    """What a plan does not say stays as it is known; a new position is what its title says.

    So is one with another title, and one that heads its unit no more.
    """
    if row["heads_unit"]:
        return False
    if row["deputy_head"] is not None:
        return bool(row["deputy_head"])
    if old is not None and old["title"] == row["title"] and not old["heads_unit"]:
        return bool(old["deputy_head"])
    return is_deputy_title(row["title"])


def _with_what_stays(row: PlanRow, old: PlanRow, mails: dict[str, Mail]) -> PlanRow:
    """What a plan leaves empty, and what a person has set, stays."""
    details = dict(row)
    known = mails.get(row["email"].casefold())
    if not row["email"] or (known is not None and (known.removed or not known.private)):
        details["email"] = old["email"]
    if row["telephone"] is None:
        details["telephone"] = old["telephone"]
    if row["language"] == "vi":
        details["language"] = old["language"]
    return details


def _entry(
    what: ThingKind, code: str, stored_row: StoredThing | None, row: PlanRow
) -> list[PlanChange]:
    if stored_row is None:
        return [PlanChange(what, ChangeKind.ADDED, (code,), code, None, row)]
    if stored_row.row != row:
        return [PlanChange(what, ChangeKind.CHANGED, (code,), code, stored_row.row, row)]
    return []


@dataclass
class PositionChange:
    """One position: who holds it by the database, and who by the plan."""

    code: str
    stored: dict[Key, StoredThing]
    drafts: list[HoldingDraft]
    first: date
    last: date
    day: date
    entries: dict[Key, PlanChange] = field(default_factory=dict)

    def compare(self) -> list[PlanChange]:
        for draft in sorted(self.drafts, key=lambda d: d.valid_from or date.min):
            key = self._match(draft)
            if key is None:
                self._take_office(draft)
            else:
                self._put_right(key, draft)
        return list(self.entries.values())

    def _match(self, draft: HoldingDraft) -> Key | None:
        """The same person in this position in the same time, as far as the plan names it."""
        start = draft.valid_from or self.first
        same = [
            key
            for key, stored_row in self.stored.items()
            if key[1] == draft.person_code
            and overlaps(key[2], stored_row.row["held_to"], start, draft.valid_to)
        ]
        exact = [key for key in same if key[2] == draft.valid_from]
        return next(iter([*exact, *reversed(same)]), None)

    def _put_right(self, key: Key, draft: HoldingDraft) -> None:
        """An empty date says nothing, except that whoever is listed was there in the year."""
        old = self.stored[key].row
        start = old["held_from"] if old["held_from"] <= self.last else self.first
        new = {
            "held_from": draft.valid_from or start,
            "held_to": draft.valid_to or old["held_to"],
        }
        if new != old:
            self._say(ChangeKind.CHANGED, key, old, new)

    def _take_office(self, draft: HoldingDraft) -> None:
        """A successor whose day is not named begins today, and whoever was there ends."""
        listed = {d.person_code for d in self.drafts}
        others = {k: f for k, f in self.stored.items() if k[1] not in listed}
        start = draft.valid_from or (self.day if self._held(others) else self.first)
        new = {"held_from": start, "held_to": draft.valid_to}
        self._say(ChangeKind.ADDED, (self.code, draft.person_code, start), None, new)
        for key, stored_row in others.items():
            if overlaps(key[2], stored_row.row["held_to"], start, draft.valid_to):
                self._leave_office(key, stored_row, start)

    def _held(self, others: dict[Key, StoredThing]) -> bool:
        return any(overlaps(k[2], f.row["held_to"], self.first, None) for k, f in others.items())

    def _leave_office(self, key: Key, stored_row: StoredThing, start: date) -> None:
        if key[2] >= start:
            self._say(ChangeKind.REMOVED, key, stored_row.row, None)
        else:
            self._say(
                ChangeKind.CHANGED, key, stored_row.row, {**stored_row.row, "held_to": start - DAY}
            )

    def _say(self, change: ChangeKind, key: Key, old: PlanRow | None, new: PlanRow | None) -> None:
        self.entries[key] = PlanChange(
            ThingKind.HOLDING, change, key, ref_of(ThingKind.HOLDING, key), old, new
        )


def compare_holdings(draft: PlanDraft, stored: StoredPlan, today: date) -> list[PlanChange]:
    """An earlier holder's end follows from a successor's beginning."""
    held: dict[str, dict[Key, StoredThing]] = defaultdict(dict)
    for key, stored_row in stored.holdings.items():
        held[key[0]][key] = stored_row
    drafts: dict[str, list[HoldingDraft]] = defaultdict(list)
    for holding in draft.holdings:
        drafts[holding.position_code].append(holding)
    first, last = stored.units.first, stored.units.last
    entries: list[PlanChange] = []
    for code, rows in drafts.items():
        day = _handover_day(first, last, today)
        office = PositionChange(code, held.get(code, {}), rows, first, last, day)
        entries += office.compare()
    return entries


def _handover_day(first: date, last: date, today: date) -> date:
    """A past year that is loaded afterwards knows of no day but its first."""
    return first if today > last else within(today, first, last)
