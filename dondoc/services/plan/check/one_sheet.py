"""Reads a plan of one unit on one sheet, as offices keep it: no codes, no kinds needed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from dondoc.services.plan.check.group_numbers import (
    MEASURED,
    WholeRows,
    is_titled_as_group,
    report_group_numbers,
    sort_of_group,
)
from dondoc.services.plan.check.groups import Groups
from dondoc.services.plan.check.indicators import indicator_of
from dondoc.services.plan.check.infer_kind import (
    inferred_kind,
    is_bare_task,
    is_counted_product,
    is_of_products,
    possible_kinds,
)
from dondoc.services.plan.check.named_units import code_from_name
from dondoc.services.plan.check.repeats import place
from dondoc.services.plan.check.row_doubts import (
    report_no_group,
    report_note,
    report_numbers,
    report_title,
    report_told_otherwise,
)
from dondoc.services.plan.check.table_titles import first_group, report_time
from dondoc.services.workbook.days import time_of_group
from dondoc.services.workbook.grid import shown
from dondoc.services.workbook.layout import choice_word
from dondoc.services.workbook.named_wrongly import names_unit
from dondoc.services.workbook.plan import IndicatorDraft
from dondoc.services.workbook.row_reader import Placed, SheetRow
from dondoc.services.workbook.row_sorts import without_number
from models.rules.folding import fold_words, told_apart_by_marks

CODE_PREFIX = "CT-"
_OF_PROGRESS = ("da ", "dang ", "chua ", "hoan thanh ", "khong hoan thanh", "dung han", "qua han",
                "tre han", "cham ", "vuot ")  # fmt: skip
_DONE = ("dat", "khong dat", "hoan thanh", "xong", "tot", "kha")
# What a heading between tasks may hold beside its title.
_KEYS_OF_A_HEADING = frozenset({"name", "note"})


@dataclass
class FlatReading:
    """Rows that hold only a title are headings: they give the rows below their category.

    A sheet begins without one, whatever the last heading of the sheet before it was.

    `leads`: for each indicator the unit that its row names."""

    fallback_kind: str | None = None
    groups: Groups = field(default_factory=Groups)
    wholes: WholeRows = field(default_factory=WholeRows)
    sheet: str | None = None
    indicators: list[Placed[IndicatorDraft]] = field(default_factory=list)
    leads: list[str | None] = field(default_factory=list)

    def add_all(self, rows: Iterable[SheetRow]) -> None:
        every = list(rows)
        for position, row in enumerate(every):
            if row.table.grid.name != self.sheet:
                self._begin_sheet(every[position:])
            if self._is_heading(row):
                self._head(row)
            elif sort := sort_of_group(every, position):
                self._head_with_numbers(row, sort)
            else:
                self._add(row)

    def _begin_sheet(self, rows: Sequence[SheetRow]) -> None:
        self.sheet = rows[0].table.grid.name
        self.groups = Groups(due_of_table=report_time(rows[0]))
        self.wholes = WholeRows()
        own = [row for row in rows if row.table.grid.name == self.sheet]
        if over_table := first_group(own):
            title, level, cell = over_table
            self.groups.begin(title, level)
            rows[0].findings.add("warning", self.sheet, cell, "plan.warn.heading_row", found=title)

    def _head(self, row: SheetRow) -> None:
        title = row.line("name") or ""
        due = time_of_group(without_number(title), row.year)
        if due is None and self.groups.is_detail(title, row.level):
            row.warn("name", "plan.warn.detail_row", found=title)
            return
        title = without_number(title)
        self.groups.begin(title, row.level, due)
        self.wholes = WholeRows()
        if due:
            row.warn("name", "plan.warn.heading_of_time", found=title, day=shown(due))
            return
        names = names_unit(title) and not row.has("lead_unit")
        key = "plan.warn.heading_of_unit" if names else "plan.warn.heading_row"
        row.warn("name", key, found=title)

    def _head_with_numbers(self, row: SheetRow, sort: str) -> None:
        title = row.line("name") or ""
        self.groups.begin(without_number(title), row.level)
        self.wholes = WholeRows()
        if sort == "group":
            report_group_numbers(row)
        else:
            row.error("name", "plan.error.group_or_indicator", name=title)

    def unnamed(self) -> Iterator[Placed[IndicatorDraft]]:
        """The indicators whose rows say nothing of a unit, rightly or wrongly."""
        for indicator, lead in zip(self.indicators, self.leads, strict=True):
            if lead is None and "lead_unit" not in indicator.row.failed:
                yield indicator

    def defined(self) -> list[Placed[IndicatorDraft]]:
        """Each indicator once, as its first row has it: several units may be given the same."""
        first = {indicator.draft.code.casefold(): indicator for indicator in self.indicators[::-1]}
        return [i for i in self.indicators if i is first[i.draft.code.casefold()]]

    def report_repeats(self) -> None:
        """One unit is given an indicator once, and each of several by the same measure."""
        first = {i.draft.code.casefold(): i for i in self.defined()}
        given: dict[tuple[str, str | None], SheetRow] = {}
        for indicator, lead in zip(self.indicators, self.leads, strict=True):
            row, code = indicator.row, indicator.draft.code.casefold()
            earlier = given.setdefault((code, lead), row) if code else row
            title = shown(row.value("name"))
            if earlier is not row:
                is_alike = fold_words(shown(earlier.value("name"))) == fold_words(title)
                words = {"found": title if is_alike else indicator.draft.code}
                row.error("name", "plan.error.repeated", first=place(earlier, "name"), **words)
            elif code and (wrong := _unlike(indicator.draft, first[code].draft)):
                where, other = place(first[code].row, "name"), first[code].draft.name
                row.error("name", wrong, found=title, first=where, other=other)
            elif code:
                report_told_otherwise(indicator, first[code])

    def _is_heading(self, row: SheetRow) -> bool:
        """A deadline or a person makes a task of it, even where no number is given.

        What is merged over it from the rows around says nothing of the title of a group.
        """
        headings, down = row.table.headings, row.table.grid.merged_down
        others = headings.keys() - _KEYS_OF_A_HEADING
        if is_titled_as_group(row):
            others = {key for key in others if (row.number, headings[key].column) not in down}
        return bool(row.line("name")) and not any(shown(row.value(key)) for key in others)

    def _add(self, row: SheetRow) -> None:
        name = row.needed("name")
        report_title(row, name)
        report_note(row)
        self.wholes.report_part(row)
        code = row.line("indicator_code") or (code_from_name(name, CODE_PREFIX) if name else "")
        category = self.groups.of_task(row.level)
        row.due_of_group = self.groups.due
        indicator = indicator_of(row, code, self._kind(row))
        indicator = replace(indicator, category=indicator.category or category)
        if row.has("category") and not indicator.category and self.indicators:
            report_no_group(row, self.indicators[-1])
        self.indicators.append(Placed(indicator, row))

    def _kind(self, row: SheetRow) -> str:
        """ "" once it is reported that the kind must be stated."""
        if row.line("kind") is not None:
            return row.choice("kind", "kind") or ""
        kind = inferred_kind(row)
        if kind == "product":
            _say_words_as_product(row)
        report_numbers(row, kind)
        if kind is None and is_bare_task(row):
            if name := row.line("name"):
                row.warn("name", "plan.warn.task_without_number", name=name)
            return "product"
        kind = kind or self.fallback_kind
        if kind is None and "name" not in row.failed and not _has_misread_numbers(row):
            kinds = possible_kinds(row)
            row.error(
                "name",
                "plan.error.kind_unclear",
                name=row.line("name") or "",
                kinds="; ".join(choice_word("kind", k, "vi") for k in kinds),
                kinds_en="; ".join(choice_word("kind", k, "en") for k in kinds),
            )
        return kind or ""


def _say_words_as_product(row: SheetRow) -> None:
    """Words where the row's unit of measure lets one look for a number may be unfinished."""
    key = next((k for k in MEASURED[1:] if row.text(k)), "target")
    found, column = row.line(key) or "", row.heading(key)
    if is_counted_product(row, key):
        row.warn(key, "plan.warn.counted_product", found=found)
    elif _tells_progress(found) and (is_of_products(row, key) or not row.measured_in):
        row.warn(key, "plan.warn.progress_as_product", found=found, column=column)
    elif is_of_products(row, key):
        return
    elif unit := row.measured_in:
        row.warn(key, "plan.warn.words_as_product", found=found, column=column, unit=unit)


def _tells_progress(text: str) -> bool:
    folded = fold_words(text)
    return folded in _DONE or folded.startswith(_OF_PROGRESS)


def _unlike(one: IndicatorDraft, other: IndicatorDraft) -> str | None:
    """What is wrong (a key of the catalogue) where two rows of one indicator differ."""
    is_same = fold_words(one.name) == fold_words(other.name)
    if not is_same or told_apart_by_marks(one.name, other.name):
        return "plan.error.named_otherwise"
    return None if _is_measured_alike(one, other) else "plan.error.measured_otherwise"


def _is_measured_alike(one: IndicatorDraft, other: IndicatorDraft) -> bool:
    if not one.kind or not other.kind:  # said already
        return True
    measures = [(i.kind, fold_words(i.unit_of_measure or ""), i.direction) for i in (one, other)]
    return measures[0] == measures[1]


def _has_misread_numbers(row: SheetRow) -> bool:
    """A cell that is no number keeps the kind from being seen: then that cell is the problem."""
    for key in MEASURED:
        row.amount(key)
    return not row.failed.isdisjoint(MEASURED)
