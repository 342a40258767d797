"""Reads all the sheets of a workbook in the order in which they refer to each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dondoc.services.plan.assignments import Context, Given, give, read_assignment
from dondoc.services.plan.clears import (
    warn_of_vacancies,
    warn_unclear,
    warn_without_committee,
    warn_without_email,
)
from dondoc.services.plan.codes import CodeBook
from dondoc.services.plan.draft import (
    CalendarDayDraft,
    CommitteeMemberDraft,
    HoldingDraft,
    IndicatorDraft,
    LadderStepDraft,
    PlanDraft,
    ProgrammeDraft,
    UnitDraft,
)
from dondoc.services.plan.extras import read_calendar_day, read_ladder_steps
from dondoc.services.plan.flat import FlatReading
from dondoc.services.plan.indicators import check_parts, read_indicator
from dondoc.services.plan.layout import sheet_layouts
from dondoc.services.plan.organisation import check_parents, read_holding, read_member, read_unit
from dondoc.services.plan.people import People
from dondoc.services.plan.programme import ProgrammeReading
from dondoc.services.plan.repeats import (
    Period,
    report_contradictions,
    report_overlaps,
    report_repeats,
)
from dondoc.services.plan.roadmap import Steps, read_roadmaps
from dondoc.services.plan.rows import Findings, Placed, SheetRow
from dondoc.services.plan.table_rows import sheet_rows
from dondoc.services.plan.targets import (
    check_dates,
    check_numbers,
    check_weights,
    warn_of_fractions,
)

if TYPE_CHECKING:
    from dondoc.services.plan.check import CheckOptions
    from dondoc.services.plan.sheets import Tables


@dataclass(frozen=True)
class Parts:
    """What the sheets hold apart from the assignments."""

    units: list[Placed[UnitDraft]]
    holdings: list[Placed[HoldingDraft]]
    members: list[Placed[CommitteeMemberDraft]]
    indicators: list[Placed[IndicatorDraft]]
    days: list[Placed[CalendarDayDraft]]
    ladder: list[Placed[LadderStepDraft]]


class PlanReading:
    """Gathers the parts; `read` gives the plan, which is whole only if nothing was reported."""

    def __init__(self, tables: Tables, findings: Findings, options: CheckOptions) -> None:
        self.tables = tables
        self.findings = findings
        self.options = options
        self.unit_codes = CodeBook("plan.error.unknown_unit", self._has("units"))
        self.indicator_codes = CodeBook("plan.error.unknown_indicator", self._has("indicators"))

    def _has(self, kind: str) -> bool:
        return bool(self.tables.get(kind))

    def _rows(self, kind: str) -> Iterator[SheetRow]:
        for table in self.tables.get(kind, ()):
            if not table.missing:
                yield from sheet_rows(table, self.findings)

    def read(self) -> PlanDraft | None:
        """None when no year is known, which is reported."""
        self._require_sheets()
        programme = self._programme()
        units, holdings = self._units(), self._holdings()
        people = People.of(holdings, self._has("holdings") or not self._has("flat"))
        members, flat = self._members(people), self._flat()
        indicators = self._indicators(flat)
        parts = Parts(units, holdings, members, indicators, self._calendar(), self._ladder())
        if programme is None:
            return None
        context = self._context(programme, parts, people)
        given = [*self._assignments(context), *self._flat_assignments(flat, context)]
        self._check_assignments(given, context)
        draft = self._draft(programme, parts, given)
        self._warn_of_people(draft, parts, given)
        return draft

    def _context(self, programme: ProgrammeDraft, parts: Parts, people: People) -> Context:
        return Context(
            programme=programme,
            units={u.item.code: u.item for u in parts.units},
            unit_codes=self.unit_codes,
            indicators={i.item.code: i.item for i in parts.indicators},
            indicator_codes=self.indicator_codes,
            people=people,
            steps=self._steps(programme),
        )

    def _draft(self, programme: ProgrammeDraft, parts: Parts, given: list[Given]) -> PlanDraft:
        return PlanDraft(
            programme=programme,
            units=self._all_units(parts.units),
            holdings=tuple(h.item for h in parts.holdings),
            committee_members=tuple(m.item for m in parts.members),
            indicators=tuple(i.item for i in parts.indicators),
            assignments=tuple(g.item for g in given),
            calendar_days=tuple(d.item for d in parts.days),
            ladder_steps=tuple(s.item for s in parts.ladder),
        )

    def _warn_of_people(self, draft: PlanDraft, parts: Parts, given: list[Given]) -> None:
        warn_without_committee(parts.units, draft.committee_unit_codes)
        year = Period(draft.programme.starts_on, draft.programme.ends_on)
        warn_of_vacancies(given, parts.holdings, year)
        leads = frozenset(code for g in given for code in g.item.responsible)
        warn_without_email(parts.holdings, leads)

    def _require_sheets(self) -> None:
        """A sheet that is missing is said once, instead of for every row that refers to it."""
        needed = () if self._has("flat") else ("units", "indicators", "assignments")
        for kind in needed:
            if not self._has(kind):
                titles = sheet_layouts()[kind].titles
                names = {"kind": titles["vi"], "kind_en": titles["en"]}
                self.findings.add("error", None, None, "plan.error.no_sheet", **names)

    def _programme(self) -> ProgrammeDraft | None:
        reading = ProgrammeReading(self.options.year, self.findings)
        for table in self.tables.get("programme", ()):
            for number, values in table.rows:
                row = SheetRow(table, number, values, self.findings)
                if row.value("item") is not None:
                    reading.add(row)
        return reading.programme()

    def _units(self) -> list[Placed[UnitDraft]]:
        units = [read_unit(row) for row in self._rows("units")]
        for unit in units:
            self.unit_codes.add(unit.item.code)
        if self._has("flat") and self.options.unit:
            self.unit_codes.add(self.options.unit)
        report_repeats(units, lambda u: u.code.casefold(), "unit_code")
        return check_parents(units, self.unit_codes)

    def _all_units(self, units: list[Placed[UnitDraft]]) -> tuple[UnitDraft, ...]:
        """A one-sheet plan's unit is named by the command line if no sheet lists it."""
        listed = tuple(u.item for u in units)
        code, options = self.options.unit, self.options
        if not self._has("flat") or not code:
            return listed
        if any(u.code.casefold() == code.casefold() for u in listed):
            return listed
        return (*listed, UnitDraft(code, options.unit_name or code, options.unit_group))

    def _holdings(self) -> list[Placed[HoldingDraft]]:
        holdings = [read_holding(row, self.unit_codes) for row in self._rows("holdings")]
        report_overlaps(
            [h for h in holdings if h.item.position_code],
            lambda h: h.position_code.casefold(),
            "position_code",
            "plan.error.holdings_overlap",
        )
        report_contradictions(holdings)
        return holdings

    def _members(self, people: People) -> list[Placed[CommitteeMemberDraft]]:
        rows = self._rows("committee")
        members = [read_member(row, self.unit_codes, people.positions) for row in rows]
        report_overlaps(
            members,
            lambda m: (m.unit_code, m.position_code, m.role),
            "position_code",
            "plan.error.repeated",
        )
        return members

    def _flat(self) -> FlatReading:
        flat = FlatReading(self.options.kind)
        flat.add_all(self._rows("flat"))
        return flat

    def _indicators(self, flat: FlatReading) -> list[Placed[IndicatorDraft]]:
        indicators = [read_indicator(row) for row in self._rows("indicators")]
        for one in (*indicators, *flat.indicators):
            self.indicator_codes.add(one.item.code)
        every = check_parts(indicators, self.indicator_codes) + flat.indicators
        report_repeats(indicators, lambda i: i.code.casefold(), "indicator_code")
        report_repeats(flat.indicators, lambda i: i.code.casefold(), "name")
        return every

    def _calendar(self) -> list[Placed[CalendarDayDraft]]:
        read = (read_calendar_day(row) for row in self._rows("calendar"))
        days = [day for day in read if day is not None]
        report_repeats(days, lambda d: d.day, "day")
        return days

    def _ladder(self) -> list[Placed[LadderStepDraft]]:
        rows = self._rows("ladder")
        steps = [step for row in rows for step in read_ladder_steps(row, self.unit_codes)]
        report_repeats(
            steps,
            lambda s: (str(s.offset_days), s.audience, s.category or "-", s.unit_code or "-"),
            "audience",
        )
        return steps

    def _steps(self, programme: ProgrammeDraft) -> Steps:
        rows = self._rows("roadmap")
        return read_roadmaps(rows, self.indicator_codes, self.unit_codes, programme.starts_on)

    def _assignments(self, context: Context) -> list[Given]:
        read = (read_assignment(row, context) for row in self._rows("assignments"))
        return [given for given in read if given is not None]

    def _flat_assignments(self, flat: FlatReading, context: Context) -> Iterator[Given]:
        if not flat.indicators:
            return
        unit = self._flat_unit(context)
        if unit is None:
            self.findings.add("error", None, None, "plan.error.no_unit")
            return
        for one in flat.indicators:
            if one.item.kind:
                yield give(one.row, one.item, unit, context)

    def _flat_unit(self, context: Context) -> str | None:
        """The unit asked for, else the only one that the workbook lists."""
        if self.options.unit:
            return self.unit_codes.find(self.options.unit)
        return next(iter(context.units)) if len(context.units) == 1 else None

    def _check_assignments(self, all_given: list[Given], context: Context) -> None:
        placed = [Placed(g.item, g.row) for g in all_given if g.row.table.kind != "flat"]
        report_repeats(placed, lambda a: (a.indicator_code, a.unit_code), "indicator_code")
        for given in all_given:
            check_numbers(given)
            check_dates(given, context)
            warn_unclear(given)
            warn_of_fractions(given)
        check_weights(all_given)
        self._check_steps(all_given, context)
        if not all_given and not self.findings.has_errors:
            self.findings.add("error", None, None, "plan.error.no_assignment")

    def _check_steps(self, all_given: list[Given], context: Context) -> None:
        """A roadmap belongs to an assignment."""
        known = {(g.item.indicator_code, g.item.unit_code) for g in all_given}
        for key, points in context.steps.items():
            if key not in known and points and not points[0].row.failed:
                row = points[0].row
                row.error("step", "plan.error.roadmap_alone", code=key[0], unit=key[1])
