"""Tells the columns of the programme's year from those of other years: "KH 2025 | KH 2026"."""

import re
from dataclasses import replace
from typing import NamedTuple

from dondoc.services.workbook.grid import shown
from dondoc.services.workbook.layout import heading_index, programme_item_index, title_words
from dondoc.services.workbook.sheet_table import HEADING_DEPTH, Heading, OtherYear, SheetTable
from dondoc.services.workbook.text import fold_heading
from models.rules.folding import fold, fold_words

_YEARS_BEFORE = {"baseline": 1, "target": 0, "q1": 0, "q2": 0, "q3": 0, "q4": 0}
"""The columns that are of a year, and how many years before the programme's it is."""
_NAMED = re.compile(r"(?<!\d)(20\d\d)(?: ?[/–-] ?(20\d\d|\d\d)(?!\d))?")
_OF_YEARS = re.compile(r"(?:năm|giai đoạn) (20\d\d)(?: ?[-–] ?(20\d\d))?")
_SHEET_OF_YEAR = re.compile(r"(?:.*\D)?(20\d\d)", re.IGNORECASE)
_PART_OF_YEAR = re.compile(
    r"[(\[][^)\]]*(?:\b(?:[1-9]|10|11) thang|\bthang \d|\bquy\b|\bden (?:ngay|thang|het thang|\d))"
)
_YEAR_ALONE = ("", "nam")


class NamedYears(NamedTuple):
    """One year, or the first and the last of several: "2022/23", "2026-2030"."""

    first: int
    last: int

    def hold(self, year: int) -> bool:
        """A year of accounts or of school begins in one and ends in the next; a plan of five
        years is of none of them.
        """
        return self.first <= year <= self.last <= self.first + 1


def stated_year(tables: list[SheetTable]) -> int | None:
    """The year that the programme's own sheet says; what is wrong with it is told elsewhere."""
    for table in tables:
        rows = (values for _, values in table.rows) if table.kind == "programme" else ()
        for values in rows:
            texts = [text for value in values if (text := shown(value))]
            named = programme_item_index().get(fold_heading(texts[0])) if texts else None
            if named == "year" and re.fullmatch(r"20\d\d", texts[-1]):
                return int(texts[-1])
    return None


def of_year(table: SheetTable, year: int) -> SheetTable:
    """The table with the programme's year read where several years stand side by side."""
    headings, repeated = dict(table.headings), list(table.repeated)
    others: list[OtherYear] = []
    for key, before in _YEARS_BEFORE.items():
        if key not in headings:
            continue
        twice = [pair for pair in repeated if pair[0] is headings[key]]
        named = [(h, _years(table, h)) for h in (headings[key], *(second for _, second in twice))]
        other = [h for h, years in named if years and not years.hold(year - before)]
        right = [h for h, years in named if years and years.hold(year - before)]
        kept = right or [h for h, years in named if years is None]
        if not other:
            continue
        others += [OtherYear(h, key, bool(kept) or key == "baseline") for h in other]
        repeated = [pair for pair in repeated if pair not in twice]
        repeated += [(kept[0], h) for h in kept[1:]]
        if kept or key == "baseline":
            headings = {k: h for k, h in headings.items() if k != key}
            headings |= {key: kept[0]} if kept else {}
    return replace(table, headings=headings, repeated=tuple(repeated), other_years=tuple(others))


def parts_of_year(table: SheetTable) -> list[Heading]:
    """Headings of the year's numbers that name a part of it in brackets: "Kế hoạch (6 tháng)"."""
    wanted = [h for key, h in table.headings.items() if key in ("baseline", "target")]
    return [h for h in wanted if _PART_OF_YEAR.search(fold(" ".join(h.text.casefold().split())))]


def result_of_no_year(table: SheetTable) -> Heading | None:
    """A result behind the plan that names no year: of the year before, or how far this year is."""
    result, target = (table.headings.get(key) for key in ("baseline", "target"))
    if result is None or target is None or result.column < target.column:
        return None
    says_when = _years(table, result) or "truoc" in fold(result.text.casefold())
    return None if says_when else result


def title_of_other_years(table: SheetTable, year: int) -> Heading | None:
    """The title above the table where it names years, and the programme's is none of them.

    "Căn cứ Nghị quyết ... năm 2024" is no title. Without one the sheet's name tells: "KH 2025".
    """
    for row, values in table.grid.rows:
        for offset, value in enumerate(values if row < table.heading_row else ()):
            text = shown(value)
            named = _OF_YEARS.findall(text.casefold())
            if not named or not fold_words(text).startswith(title_words()):
                continue
            if any(int(first) <= year <= int(last or first) for first, last in named):
                return None
            return Heading(row, table.grid.first_column + offset, text)
    alone = _SHEET_OF_YEAR.fullmatch(table.grid.name.strip())
    if table.kind == "flat" and alone and int(alone[1]) != year:
        return Heading(table.heading_row, table.grid.first_column, table.grid.name)
    return None


def _years(table: SheetTable, heading: Heading) -> NamedYears | None:
    return _named(heading.text) or _named(_title_over(table, heading))


def _named(text: str) -> NamedYears | None:
    match = _NAMED.search(text)
    if match is None:
        return None
    first = int(match[1])
    last = int(match[2]) % 100 + first // 100 * 100 if match[2] else first
    return NamedYears(first, last)


def _title_over(table: SheetTable, heading: Heading) -> str:
    """The title above a heading, or left of there, as one merged over several columns stands.

    "Năm 2025" above "KH | TH" is one; what else stands above says nothing of the column.
    """
    offset = heading.column - table.grid.first_column
    above = range(table.heading_row - HEADING_DEPTH + 1, heading.row)
    for row, values in reversed(table.grid.rows):
        if row in above and (filled := [t for v in values[: offset + 1] if (t := shown(v))]):
            folded = fold_heading(filled[-1])
            keys = {heading_index(table.kind).get(folded, ("", ""))[0]}
            if folded in _YEAR_ALONE or keys & _YEARS_BEFORE.keys():
                return filled[-1]
    return ""
