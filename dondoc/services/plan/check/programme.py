"""Reads the programme sheet: two columns, one fact a row."""

from dataclasses import dataclass, field
from typing import Literal

from dondoc.services.programme.rule_sets import known_rule_sets
from dondoc.services.workbook.grid import shown
from dondoc.services.workbook.layout import programme_item_index, programme_name
from dondoc.services.workbook.plan import ProgrammeDraft
from dondoc.services.workbook.problem import Findings
from dondoc.services.workbook.row_reader import SheetRow
from dondoc.services.workbook.text import fold_heading
from models.rules.rule_set_choice import rule_set_of_year

Item = Literal["year", "name", "deciding_paper", "paper_date", "rule_set", "note"]
YEARS = range(2000, 2101)


@dataclass
class ProgrammeReading:
    """The rows of the sheet by item; a year asked for on the command line must agree with it."""

    asked_year: int | None
    findings: Findings
    rows: dict[str, SheetRow] = field(default_factory=dict)

    def add(self, row: SheetRow) -> None:
        label = shown(row.value("item"))
        key = programme_item_index().get(fold_heading(label))
        if key is None:
            row.warn("item", "plan.warn.unknown_item", found=label)
        else:
            self.rows[key] = row

    def _text(self, item: Item) -> str | None:
        return self.rows[item].text("content") if item in self.rows else None

    def _year(self) -> int | None:
        row = self.rows.get("year")
        text = row.text("content") if row else None
        if row is None or text is None:
            return self.asked_year
        year = int(text) if text.isdecimal() else 0
        if year not in YEARS:
            row.error("content", "plan.error.bad_year", found=text)
        elif self.asked_year not in (None, year):
            row.error("content", "plan.error.other_year", found=year, asked=str(self.asked_year))
        return year if year in YEARS else None

    def _rule_set(self, year: int) -> str:
        """As named, else the one that is valid in the year; said where that is not sure.

        A rule set that only a database knows is looked at when the plan is loaded.
        """
        known, named = known_rule_sets(), self._text("rule_set")
        choice = rule_set_of_year(known, year)
        details = {"year": str(year), "valid": ", ".join(choice.valid) or "–"}
        if named is None:
            if len(choice.valid) != 1:
                self.findings.add(
                    "warning", None, None, "plan.warn.rule_set_unsure", used=choice.code, **details
                )
            return choice.code
        codes = {validity.code for validity in known}
        if named not in choice.valid:
            unknown, not_valid = "plan.warn.rule_set_unknown", "plan.warn.rule_set_not_valid"
            key = not_valid if named in codes else unknown
            self.rows["rule_set"].warn("content", key, found=named, **details)
        return named

    def programme(self) -> ProgrammeDraft | None:
        """None when no year could be found, which is reported."""
        year = self._year()
        if year is None:
            if "year" not in self.rows or not self.rows["year"].failed:
                self.findings.add("error", None, None, "plan.error.no_year")
            return None
        paper_row = self.rows.get("paper_date")
        return ProgrammeDraft(
            year=year,
            name=" ".join((self._text("name") or programme_name(year)).split()),
            deciding_paper=self._text("deciding_paper"),
            paper_date=paper_row.day("content") if paper_row else None,
            rule_set=self._rule_set(year),
            names_rule_set=self._text("rule_set") is not None,
            note=self._text("note"),
            is_stated=bool(self.rows),
        )
