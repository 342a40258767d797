"""Finds the position that a plan means when it names who is responsible."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from dondoc.services.workbook.codes import KnownCodes
from dondoc.services.workbook.named_wrongly import name_alone
from dondoc.services.workbook.plan import HoldingDraft
from dondoc.services.workbook.row_reader import Placed, SheetRow
from models.rules.folding import fold, fold_words, spelled


@dataclass
class PeopleOfPlan:
    """A position may be named by its code, by the code or name of the person in it, or its title.

    A name or title is looked for in the assignment's own unit first, then anywhere; more than
    one match is reported, never guessed. A name with other marks is another person's: Hùng is not
    Hưng; without any marks it may be either.
    """

    positions: KnownCodes
    by_person: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    by_title: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    by_name: dict[str, set[tuple[str, str]]] = field(default_factory=lambda: defaultdict(set))
    unit_of: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, holdings: Iterable[Placed[HoldingDraft]], is_listed: bool) -> "PeopleOfPlan":
        people = cls(KnownCodes("plan.error.unknown_person", is_listed))
        for placed in holdings:
            people._add(placed.draft)
        return people

    def _add(self, holding: HoldingDraft) -> None:
        self.positions.add(holding.position_code)
        code, title = holding.position_code, fold_words(holding.title)
        self.by_person[holding.person_code.casefold()].add(code)
        self.by_title[holding.unit_code, title].add(code)
        self.by_title["", title].add(code)
        name = holding.person_name
        self.by_name[fold_words(name)].add((code, spelled(name)))
        self.unit_of[code] = holding.unit_code

    def resolve_all(self, row: SheetRow, key: str, unit_code: str) -> tuple[str, ...]:
        """Position codes in the order of the cell; the first leads."""
        codes = (self.resolve(row, key, text, unit_code) for text in row.codes(key))
        return tuple(dict.fromkeys(code for code in codes if code))

    def resolve(self, row: SheetRow, key: str, text: str, unit_code: str) -> str | None:
        """The code of the one position that is meant; None, and an error, where none or several."""
        if code := self.positions.find(text):
            return code
        matches = self._matches(text, unit_code)
        if len(matches) == 1:
            return next(iter(matches))
        if matches:
            row.error(
                key, "plan.error.several_positions", found=text, codes="; ".join(sorted(matches))
            )
        elif self.positions.is_listed:
            self.positions.report(row, key, text)
        return None

    def _matches(self, text: str, unit_code: str) -> set[str]:
        held = self.by_person.get(text.casefold(), set())
        here = {code for code in held if self.unit_of[code] == unit_code}
        title = fold_words(text)
        return (
            here
            or held
            or self.by_title.get((unit_code, title), set())
            or self.by_title.get(("", title), set())
            or self._of_name(name_alone(text), unit_code)
        )

    def _of_name(self, name: str, unit_code: str) -> set[str]:
        """The positions of whoever is called so; those of the unit itself, where there are any."""
        heard, unmarked = spelled(name), fold(name.casefold()) == name.casefold()
        alike = self.by_name.get(fold_words(name), set())
        held = {code for code, whose in alike if unmarked or whose == heard}
        return {code for code in held if self.unit_of[code] == unit_code} or held
