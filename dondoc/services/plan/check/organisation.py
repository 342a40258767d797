"""Reads who there is: units, people in positions, steering committees."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from dondoc.channels.headers import is_telephone
from dondoc.services.plan.check.people import PeopleOfPlan
from dondoc.services.workbook.codes import KnownCodes
from dondoc.services.workbook.plan import (
    CommitteeMemberDraft,
    HoldingDraft,
    IndicatorDraft,
    UnitDraft,
)
from dondoc.services.workbook.row_reader import Placed, SheetRow
from models.rules.folding import fold_words

_WITHOUT_ZERO = (9, 10)
"""Digits of a number of this country, which begins with 0, once a spreadsheet took it for a sum."""

_REMOVES = frozenset({"bo", "xoa", "remove"})
"""Folded words in a telephone's cell that take the number away."""

Part = TypeVar("Part", UnitDraft, IndicatorDraft)


def read_unit(row: SheetRow) -> Placed[UnitDraft]:
    valid_from, valid_to = row.period()
    unit = UnitDraft(
        code=row.needed("unit_code"),
        name=row.needed("name"),
        group=row.choice("group", "group") or row.needed("group"),
        parent_code=row.line("parent_code"),
        valid_from=valid_from,
        valid_to=valid_to,
        committee_paper=row.text("committee_paper"),
        committee_date=row.day("committee_date"),
    )
    return Placed(unit, row)


def read_holding(row: SheetRow, units: KnownCodes) -> Placed[HoldingDraft]:
    valid_from, valid_to = row.period()
    is_head, is_deputy = row.flag("is_head") or False, row.flag("is_deputy")
    if is_head and is_deputy:
        row.error("is_deputy", "plan.error.head_and_deputy", column=row.heading("is_deputy"))
    holding = HoldingDraft(
        position_code=row.needed("position_code"),
        title=row.needed("title"),
        unit_code=units.resolve(row, "unit_code", row.needed("unit_code")),
        person_code=row.needed("person_code"),
        person_name=row.needed("person_name"),
        is_head=is_head,
        is_deputy=is_deputy,
        email=row.email("email"),
        telephone=_telephone(row, "telephone"),
        valid_from=valid_from,
        valid_to=valid_to,
        language=row.choice("language", "language") or "vi",
        roles=row.choices("roles", "person_role"),
    )
    return Placed(holding, row)


def _telephone(row: SheetRow, key: str) -> str | None:
    """A telephone number as it is written; the zero that a spreadsheet drops is put back.

    "" where the plan says that there is none any more: an empty cell leaves what is known.
    """
    text = row.line(key)
    if text is None:
        return None
    if fold_words(text) in _REMOVES:
        return ""
    if text.isdecimal() and len(text) in _WITHOUT_ZERO and text[0] != "0":
        text = f"0{text}"
    if not is_telephone(text):
        row.error(key, "plan.error.bad_telephone", column=row.heading(key), found=text)
        return None
    return text


def read_member(
    row: SheetRow, units: KnownCodes, people: PeopleOfPlan
) -> Placed[CommitteeMemberDraft]:
    valid_from, valid_to = row.period()
    unit_code = units.resolve(row, "unit_code", row.needed("unit_code"))
    named = row.needed("position_code")
    member = CommitteeMemberDraft(
        unit_code=unit_code,
        position_code=(people.resolve(row, "position_code", named, unit_code) if named else None)
        or named,
        role=row.choice("role", "committee_role") or row.needed("role"),
        task=row.text("task"),
        valid_from=valid_from,
        valid_to=valid_to,
    )
    return Placed(member, row)


def check_parents(units: Iterable[Placed[UnitDraft]], codes: KnownCodes) -> list[Placed[UnitDraft]]:
    """Parents must be listed, and following them must end."""
    placed = [with_parent(unit, codes) for unit in units]
    parents = {p.draft.code: p.draft.parent_code for p in placed}
    for unit in placed:
        report_cycle(unit.row, unit.draft.code, parents)
    return placed


def with_parent(unit: Placed[Part], codes: KnownCodes) -> Placed[Part]:
    """The same under the parent that its code means."""
    if unit.draft.parent_code is None:
        return unit
    parent = codes.resolve(unit.row, "parent_code", unit.draft.parent_code)
    return Placed(replace(unit.draft, parent_code=parent), unit.row)


def report_cycle(row: SheetRow, code: str, parents: dict[str, str | None]) -> None:
    """An error when following the parents of `code` comes back to it."""
    path, step = [code], parents.get(code)
    while step is not None and step != code and step not in path:
        path.append(step)
        step = parents.get(step)
    if step == code and code:
        row.error("parent_code", "plan.error.cycle", path=" → ".join([*path, code]))
