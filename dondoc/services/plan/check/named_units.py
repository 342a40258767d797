"""The units that a plan of one sheet names in words: who leads a task, and who helps."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from dondoc.services.workbook.amounts import is_blank
from dondoc.services.workbook.layout import unit_group_of
from dondoc.services.workbook.named_wrongly import may_name_several, units_in, wrong_name
from dondoc.services.workbook.plan import UnitDraft
from dondoc.services.workbook.row_reader import SheetRow
from dondoc.services.workbook.unit_cells import unit_alone
from models.rules.folding import fold_words, told_apart_by_marks

CODE_PREFIX = "DV-"


def code_from_name(name: str, prefix: str = CODE_PREFIX) -> str:
    """The same name gives the same code, whatever its case, accents' encoding and blanks.

    A unit that is known by that name keeps its own.
    """
    return prefix + sha256(fold_words(name).encode()).hexdigest()[:8].upper()


@dataclass
class NamedUnits:
    """Units by code and by name. `new`: leading units that nothing lists.

    `helpers`: the names of helping units that nothing lists, by the code they would have.
    """

    codes: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    new: list[UnitDraft] = field(default_factory=list)
    helpers: dict[str, str] = field(default_factory=dict)

    def add_all(self, units: Iterable[UnitDraft]) -> None:
        for unit in units:
            self.codes.setdefault(fold_words(unit.code), unit.code)
            self.codes.setdefault(fold_words(unit.name), unit.code)
            self.names.setdefault(fold_words(unit.name), unit.name)

    def lead(self, row: SheetRow) -> str | None:
        """The code of the unit that leads the row's task; None where the row names none."""
        cell_text = row.text("lead_unit")
        if cell_text is None:
            return None
        name = self._named(cell_text)
        if fold_words(name) not in self.codes:
            if wrong := wrong_name(unit_alone(cell_text)):
                row.error("lead_unit", wrong, name=name, column=row.heading("lead_unit"))
                return None
            unit = self._add_new(name)
            row.warn("lead_unit", "plan.warn.new_unit", name=name, code=unit.code)
            if may_name_several(name):
                row.warn("lead_unit", "plan.warn.comma_in_unit", name=name)
        self._refuse_other_marks(row, "lead_unit", name)
        return self.codes[fold_words(name)]

    def of_sheet(self, name: str) -> str:
        """The code of the unit after which a sheet is called."""
        known = self.codes.get(fold_words(name))
        return known or self._add_new(name).code

    def _add_new(self, name: str) -> UnitDraft:
        unit = UnitDraft(code_from_name(name), name, unit_group_of(name))
        self.new.append(unit)
        self.add_all([unit])
        return unit

    def _named(self, cell_text: str) -> str:
        """The name in a cell; a listed unit may have in its name what else stands around one."""
        whole = " ".join(cell_text.split())
        return whole if fold_words(whole) in self.codes else " ".join(unit_alone(cell_text).split())

    def _refuse_other_marks(self, row: SheetRow, key: str, name: str) -> None:
        """A name that only its marks tell from a known one is a slip, or another unit."""
        known = self.names.setdefault(fold_words(name), name)
        if told_apart_by_marks(name, known):
            row.error(key, "plan.error.unit_by_marks", name=name, other=known)

    def _apart(self, texts: Iterable[str]) -> Iterator[str]:
        """Commas part the names of units, too, where no listed one has them in its name."""
        named = (text for text in texts if not is_blank(text) and fold_words(text) != "khong")
        for text in map(self._named, named):
            yield from (
                (text,) if fold_words(text) in self.codes else map(unit_alone, units_in(text))
            )

    def helping(self, row: SheetRow) -> tuple[str, ...]:
        """The codes of the helping units; whether those that nothing lists are known is said.

        The load keeps those of them that the system knows by name or by code.
        """
        names = tuple(self._apart(row.codes("coordinating")))
        for name in names:
            self._refuse_other_marks(row, "coordinating", name)
        unknown = [name for name in names if fold_words(name) not in self.codes]
        if unknown:
            row.warn("coordinating", "plan.warn.helpers_not_listed", found="; ".join(unknown))
        self.helpers |= {code_from_name(name): name for name in unknown}
        codes = (self.codes.get(fold_words(name)) or code_from_name(name) for name in names)
        return tuple(dict.fromkeys(codes))
