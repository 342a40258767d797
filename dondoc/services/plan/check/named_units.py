"""The units that a plan of one sheet names in words: who leads a task, and who helps."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256

from dondoc.services.workbook.layout import unit_group_of
from dondoc.services.workbook.plan import UnitDraft
from dondoc.services.workbook.row_reader import SheetRow
from models.rules.folding import fold_words

CODE_PREFIX = "DV-"


def code_from_name(name: str, prefix: str = CODE_PREFIX) -> str:
    """The same name gives the same code, whatever its case, accents' encoding and blanks.

    A unit that is known by that name keeps its own.
    """
    return prefix + sha256(fold_words(name).encode()).hexdigest()[:8].upper()


@dataclass
class NamedUnits:
    """Units by code and by name. `new`: leading units that nothing lists."""

    codes: dict[str, str] = field(default_factory=dict)
    new: list[UnitDraft] = field(default_factory=list)

    def add_all(self, units: Iterable[UnitDraft]) -> None:
        for unit in units:
            self.codes.setdefault(fold_words(unit.code), unit.code)
            self.codes.setdefault(fold_words(unit.name), unit.code)

    def lead(self, row: SheetRow) -> str | None:
        """The code of the unit that leads the row's task; None where the row names none."""
        name = row.line("lead_unit")
        if name is None:
            return None
        if fold_words(name) not in self.codes:
            unit = UnitDraft(code_from_name(name), name, unit_group_of(name))
            self.new.append(unit)
            self.add_all([unit])
            row.warn("lead_unit", "plan.warn.new_unit", name=name, code=unit.code)
        return self.codes[fold_words(name)]

    def helping(self, row: SheetRow) -> tuple[str, ...]:
        """The codes of the helping units that are known; the others are said, and not kept."""
        names = row.codes("coordinating")
        unknown = [name for name in names if fold_words(name) not in self.codes]
        if unknown:
            row.warn("coordinating", "plan.warn.helpers_not_listed", found="; ".join(unknown))
        known = (self.codes[fold_words(name)] for name in names if name not in unknown)
        return tuple(dict.fromkeys(known))
