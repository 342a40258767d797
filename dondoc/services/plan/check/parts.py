"""Reads what the sheets hold apart from the assignments, in the order of their references."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dondoc.services.plan.check.indicators import check_parts, read_indicator
from dondoc.services.plan.check.named_units import NamedUnits
from dondoc.services.plan.check.one_sheet import FlatReading
from dondoc.services.plan.check.options import CheckOptions
from dondoc.services.plan.check.organisation import (
    check_parents,
    read_holding,
    read_member,
    read_unit,
)
from dondoc.services.plan.check.people import PeopleOfPlan
from dondoc.services.plan.check.repeats import (
    report_contradictions,
    report_overlaps,
    report_repeats,
)
from dondoc.services.plan.check.sheet_units import units_of_sheets
from dondoc.services.workbook.codes import KnownCodes
from dondoc.services.workbook.date_order import report_date_order
from dondoc.services.workbook.optional_sheets import read_calendar_day, read_ladder_steps
from dondoc.services.workbook.plan import (
    CalendarDayDraft,
    CommitteeMemberDraft,
    HoldingDraft,
    IndicatorDraft,
    LadderStepDraft,
    UnitDraft,
)
from dondoc.services.workbook.problem import Findings
from dondoc.services.workbook.row_reader import Placed, SheetRow
from dondoc.services.workbook.table_rows import sheet_rows

if TYPE_CHECKING:
    from dondoc.services.workbook.sheets import Tables


@dataclass(frozen=True)
class Parts:
    """What the sheets hold apart from the assignments."""

    units: list[Placed[UnitDraft]]
    holdings: list[Placed[HoldingDraft]]
    people: PeopleOfPlan
    members: list[Placed[CommitteeMemberDraft]]
    flat: FlatReading
    indicators: list[Placed[IndicatorDraft]]
    days: list[Placed[CalendarDayDraft]]
    ladder: list[Placed[LadderStepDraft]]


class PartsReading:
    """Gathers the parts, and the codes of units and indicators that assignments refer to."""

    def __init__(self, tables: Tables, findings: Findings, options: CheckOptions) -> None:
        self.tables = tables
        self.findings = findings
        self.options = options
        self.year = options.year
        self.named_units = NamedUnits()
        self.unit_codes = KnownCodes("plan.error.unknown_unit", self.has("units"))
        self.indicator_codes = KnownCodes("plan.error.unknown_indicator", self.has("indicators"))

    def has(self, kind: str) -> bool:
        """Whether the workbook has a sheet of this kind."""
        return bool(self.tables.get(kind))

    def rows(self, kind: str) -> Iterator[SheetRow]:
        """The rows of all sheets of this kind that have the columns they need."""
        for table in self.tables.get(kind, ()):
            if not table.missing:
                report_date_order(table, self.findings)
                yield from sheet_rows(table, self.findings, self.year)

    def read(self) -> Parts:
        """Each part after those that it refers to; once, as what is wrong is reported."""
        units, holdings = self._units(), self._holdings()
        people = PeopleOfPlan.of(holdings, self.has("holdings") or not self.has("flat"))
        members, flat = self._members(people), self._flat()
        indicators = self._indicators(flat)
        days, ladder = self._calendar(), self._ladder()
        return Parts(units, holdings, people, members, flat, indicators, days, ladder)

    def _units(self) -> list[Placed[UnitDraft]]:
        units = [read_unit(row) for row in self.rows("units")]
        for unit in units:
            self.unit_codes.add(unit.draft.code)
        if self.has("flat") and self.options.unit:
            self.unit_codes.add(self.options.unit)
        self.named_units.add_all(self.all_units(units))
        report_repeats(units, lambda u: u.code.casefold(), "unit_code")
        return check_parents(units, self.unit_codes)

    def all_units(self, units: list[Placed[UnitDraft]]) -> tuple[UnitDraft, ...]:
        """A one-sheet plan's unit is named by the command line if no sheet lists it."""
        listed = (*(u.draft for u in units), *self.named_units.new)
        code, options = self.options.unit, self.options
        if not self.has("flat") or not code:
            return listed
        if any(u.code.casefold() == code.casefold() for u in listed):
            return listed
        return (*listed, UnitDraft(code, options.unit_name or code, options.unit_group))

    def _holdings(self) -> list[Placed[HoldingDraft]]:
        holdings = [read_holding(row, self.unit_codes) for row in self.rows("holdings")]
        report_overlaps(
            [h for h in holdings if h.draft.position_code],
            lambda h: h.position_code.casefold(),
            "position_code",
            "plan.error.holdings_overlap",
        )
        report_contradictions(holdings)
        return holdings

    def _members(self, people: PeopleOfPlan) -> list[Placed[CommitteeMemberDraft]]:
        rows = self.rows("committee")
        members = [read_member(row, self.unit_codes, people) for row in rows]
        report_overlaps(
            members,
            lambda m: (m.unit_code, m.position_code, m.role),
            "position_code",
            "plan.error.repeated",
        )
        return members

    def _flat(self) -> FlatReading:
        flat = FlatReading(self.options.kind)
        flat.add_all(self.rows("flat"))
        of_sheets = {} if self._has_one_unit() else self._units_of_sheets()
        for indicator in flat.indicators:
            row = indicator.row
            is_of_sheet = not row.has("lead_unit")
            lead = of_sheets.get(row.table.grid.name) if is_of_sheet else None
            flat.leads.append(lead or self.named_units.lead(row))
        return flat

    def _has_one_unit(self) -> bool:
        """Whether the work of a one-sheet plan has a unit that the file or the command names."""
        return bool(self.options.unit) or len(self.unit_codes.codes) == 1

    def _units_of_sheets(self) -> dict[str, str]:
        """By sheet the code of the unit after which it is called, which is said."""
        codes = {}
        for sheet, (cell, name) in units_of_sheets(self.tables.get("flat", ())).items():
            codes[sheet] = self.named_units.of_sheet(name)
            words = {"name": name, "code": codes[sheet]}
            self.findings.add("warning", sheet, cell, "plan.warn.unit_of_sheet", **words)
        return codes

    def _indicators(self, flat: FlatReading) -> list[Placed[IndicatorDraft]]:
        indicators = [read_indicator(row) for row in self.rows("indicators")]
        for indicator in (*indicators, *flat.indicators):
            self.indicator_codes.add(indicator.draft.code)
        every = check_parts(indicators, self.indicator_codes) + flat.defined()
        report_repeats(indicators, lambda i: i.code.casefold(), "indicator_code")
        flat.report_repeats()
        return every

    def _calendar(self) -> list[Placed[CalendarDayDraft]]:
        read = (read_calendar_day(row) for row in self.rows("calendar"))
        days = [day for day in read if day is not None]
        report_repeats(days, lambda d: d.day, "day")
        return days

    def _ladder(self) -> list[Placed[LadderStepDraft]]:
        rows = self.rows("ladder")
        steps = [step for row in rows for step in read_ladder_steps(row, self.unit_codes)]
        report_repeats(
            steps,
            lambda s: (str(s.offset_days), s.audience, s.category or "-", s.unit_code or "-"),
            "audience",
        )
        return steps
