"""Reads a whole plan: the parts that its sheets hold, and the assignments that refer to them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dondoc.services.plan.check.assignments import CheckedAssignment, Context, give, read_assignment
from dondoc.services.plan.check.one_sheet import FlatReading
from dondoc.services.plan.check.options import CheckOptions
from dondoc.services.plan.check.parts import Parts, PartsReading
from dondoc.services.plan.check.programme import ProgrammeReading
from dondoc.services.plan.check.repeats import Period, report_repeats
from dondoc.services.plan.check.roadmap import Steps, read_roadmaps
from dondoc.services.plan.check.sheet_units import report_other_units
from dondoc.services.plan.check.six_clears import (
    warn_of_vacancies,
    warn_unclear,
    warn_without_committee,
    warn_without_email,
)
from dondoc.services.plan.check.targets import (
    check_dates,
    check_numbers,
    check_weights,
    warn_of_fractions,
)
from dondoc.services.workbook.layout import sheet_layouts
from dondoc.services.workbook.plan import PlanDraft, ProgrammeDraft
from dondoc.services.workbook.problem import Findings
from dondoc.services.workbook.row_reader import Placed, SheetRow

if TYPE_CHECKING:
    from dondoc.services.workbook.sheets import Tables


class PlanReading:
    """`read` gives the plan, which is whole only if nothing was reported."""

    def __init__(self, tables: Tables, findings: Findings, options: CheckOptions) -> None:
        self.tables = tables
        self.findings = findings
        self.options = options
        self.sheets = PartsReading(tables, findings, options)

    def read(self) -> PlanDraft | None:
        """None when no year is known, which is reported."""
        self._require_sheets()
        programme = self._programme()
        if programme is not None:
            self.sheets.year = programme.year
        parts = self.sheets.read()
        if programme is None:
            return None
        context = self._context(programme, parts)
        assignments = [*self._assignments(context), *self._flat_assignments(parts.flat, context)]
        self._check_assignments(assignments, context)
        draft = self._draft(programme, parts, assignments)
        self._warn_of_people(draft, parts, assignments)
        return draft

    def _context(self, programme: ProgrammeDraft, parts: Parts) -> Context:
        return Context(
            programme=programme,
            units={u.draft.code: u.draft for u in parts.units},
            unit_codes=self.sheets.unit_codes,
            indicators={i.draft.code: i.draft for i in parts.indicators},
            indicator_codes=self.sheets.indicator_codes,
            people=parts.people,
            steps=self._steps(programme),
            named_units=self.sheets.named_units,
        )

    def _draft(
        self, programme: ProgrammeDraft, parts: Parts, assignments: list[CheckedAssignment]
    ) -> PlanDraft:
        return PlanDraft(
            programme=programme,
            units=self.sheets.all_units(parts.units),
            holdings=tuple(h.draft for h in parts.holdings),
            committee_members=tuple(m.draft for m in parts.members),
            indicators=tuple(i.draft for i in parts.indicators),
            assignments=tuple(g.draft for g in assignments),
            calendar_days=tuple(d.draft for d in parts.days),
            ladder_steps=tuple(s.draft for s in parts.ladder),
            helper_names=self.sheets.named_units.helpers,
        )

    def _warn_of_people(
        self, draft: PlanDraft, parts: Parts, assignments: list[CheckedAssignment]
    ) -> None:
        warn_without_committee(parts.units, draft.committee_unit_codes)
        year = Period(draft.programme.starts_on, draft.programme.ends_on)
        warn_of_vacancies(assignments, parts.holdings, year)
        leads = frozenset(code for g in assignments for code in g.draft.responsible)
        warn_without_email(parts.holdings, leads)

    def _require_sheets(self) -> None:
        """A sheet that is missing is said once, instead of for every row that refers to it."""
        needed = () if self.sheets.has("flat") else ("units", "indicators", "assignments")
        for kind in needed:
            if not self.sheets.has(kind):
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

    def _steps(self, programme: ProgrammeDraft) -> Steps:
        sheets, first = self.sheets, programme.starts_on
        rows = sheets.rows("roadmap")
        return read_roadmaps(rows, sheets.indicator_codes, sheets.unit_codes, first)

    def _assignments(self, context: Context) -> list[CheckedAssignment]:
        read = (read_assignment(row, context) for row in self.sheets.rows("assignments"))
        return [assignment for assignment in read if assignment is not None]

    def _flat_assignments(self, flat: FlatReading, context: Context) -> Iterator[CheckedAssignment]:
        if not flat.indicators:
            return
        own_unit = self._flat_unit(context)
        unnamed = [] if own_unit else list(flat.unnamed())
        if any(not indicator.row.has("lead_unit") for indicator in unnamed):
            self.findings.add("error", None, None, "plan.error.no_unit")
            return
        for indicator in unnamed:
            if "name" in indicator.row.failed:
                continue
            row, name = indicator.row, indicator.draft.name
            row.error("lead_unit", "plan.error.no_lead", name=name, column=row.heading("lead_unit"))
        if own_unit:
            own = own_unit, self._unit_name(own_unit, context)
            report_other_units(self.tables["flat"], own, self.findings)
        for indicator, lead in zip(flat.indicators, flat.leads, strict=True):
            unit = lead or own_unit
            _say_whose(indicator.row, indicator.draft.name, lead, own_unit)
            if indicator.draft.kind and unit and "lead_unit" not in indicator.row.failed:
                yield give(indicator.row, indicator.draft, unit, context)

    def _unit_name(self, code: str, context: Context) -> str:
        listed = context.units.get(code)
        return listed.name if listed else self.options.unit_name or code

    def _flat_unit(self, context: Context) -> str | None:
        """The unit asked for, else the only one that the workbook lists."""
        if self.options.unit:
            return self.sheets.unit_codes.find(self.options.unit)
        return next(iter(context.units)) if len(context.units) == 1 else None

    def _check_assignments(
        self, checked_assignments: list[CheckedAssignment], context: Context
    ) -> None:
        placed = [Placed(g.draft, g.row) for g in checked_assignments if g.row.table.kind != "flat"]
        report_repeats(placed, lambda a: (a.indicator_code, a.unit_code), "indicator_code")
        for assignment in checked_assignments:
            check_numbers(assignment)
            check_dates(assignment, context)
            warn_unclear(assignment)
            warn_of_fractions(assignment)
        check_weights(checked_assignments)
        self._check_steps(checked_assignments, context)
        if not checked_assignments and not self.findings.has_errors:
            self.findings.add("error", None, None, "plan.error.no_assignment")

    def _check_steps(self, checked_assignments: list[CheckedAssignment], context: Context) -> None:
        """A roadmap belongs to an assignment."""
        known = {(g.draft.indicator_code, g.draft.unit_code) for g in checked_assignments}
        for key, points in context.steps.items():
            if key not in known and points and not points[0].row.failed:
                row = points[0].row
                row.error("step", "plan.error.roadmap_alone", code=key[0], unit=key[1])


def _say_whose(row: SheetRow, name: str, lead: str | None, own_unit: str | None) -> None:
    """A row that leaves the column of units blank is given to the unit named when loading."""
    if own_unit and lead is None and row.has("lead_unit") and "lead_unit" not in row.failed:
        row.warn("lead_unit", "plan.warn.lead_of_load", name=name, unit=own_unit)
