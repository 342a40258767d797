"""The codes that a workbook defines, for looking up what its other sheets refer to."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

from dondoc.services.workbook.row_reader import SheetRow

# Looking for the nearest code among thousands takes time; a sheet full of wrong codes has one
# cause, which the first suggestions show.
MAX_SUGGESTIONS = 40


@dataclass
class KnownCodes:
    """Codes are found whatever their case, and given back as they were defined.

    `is_listed` is false when the workbook lacks the sheet that would define them: that is said
    once, not for every row.
    """

    unknown_key: str
    is_listed: bool = True
    codes: dict[str, str] = field(default_factory=dict)
    suggested: dict[str, str | None] = field(default_factory=dict)

    def add(self, code: str) -> None:
        self.codes.setdefault(code.casefold(), code)

    def find(self, code: str) -> str | None:
        return self.codes.get(code.casefold())

    def resolve(self, row: SheetRow, key: str, code: str) -> str:
        """The code as defined; an unknown one is reported at the row's cell."""
        text = self.find(code)
        if text is None and code and self.is_listed:
            self.report(row, key, code)
        return text or code

    def resolve_all(self, row: SheetRow, key: str, codes: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.resolve(row, key, code) for code in codes))

    def report(self, row: SheetRow, key: str, code: str) -> None:
        nearest = self._nearest(code)
        message = self.unknown_key if nearest is None else f"{self.unknown_key}_near"
        params = {"column": row.heading(key), "found": code}
        row.error(key, message, **params, **({"nearest": nearest} if nearest else {}))

    def _nearest(self, code: str) -> str | None:
        folded = code.casefold()
        if folded not in self.suggested and len(self.suggested) < MAX_SUGGESTIONS:
            close = get_close_matches(folded, self.codes, n=1, cutoff=0.6)
            self.suggested[folded] = self.codes[close[0]] if close else None
        return self.suggested.get(folded)
