"""The sentences that papers are made of, spelled as the layout says; names stay as they are."""

from datetime import date
from decimal import Decimal

from dondoc.i18n import translator
from dondoc.rendering import formats
from dondoc.rendering.written_number import WrittenNumber
from dondoc.services.papers.layouts import Layout
from dondoc.services.papers.paper import PaperColumn
from dondoc.services.papers.wording import Spelling, spelled

_MARK = "\ue000{}\ue001"
"""Stands for a name while the words around it are spelled: private letters, in nobody's name."""


class OwnWords:
    """Writes Vietnamese sentences of the catalogue in one of the two spellings."""

    def __init__(self, layout: Layout, *, has_codes: bool = False) -> None:
        self.has_codes = has_codes
        self.spelling: Spelling = layout.spelling
        self.comma_before_day = "," if layout.comma_before_quoted_day else ""
        self.tr = translator("vi")

    def say(self, key: str, /, **params: str | int | date) -> str:
        """A sentence of papers (`papers.<key>`); days are written as people write them."""
        shown = {
            name: formats.day(value) if isinstance(value, date) else value
            for name, value in params.items()
        }
        names = [name for name, value in shown.items() if isinstance(value, str)]
        marks = {name: _MARK.format(place) for place, name in enumerate(names)}
        sentence = spelled(self.tr(f"papers.{key}", **{**shown, **marks}), self.spelling)
        for name in names:
            sentence = sentence.replace(marks[name], str(shown[name]))
        return sentence

    def named(self, title: str, ref: str) -> str:
        """What an item is called, with its code where that is wanted."""
        return f"{title} ({ref})" if self.has_codes else title

    def columns(self, *names: str) -> tuple[PaperColumn, ...]:
        """Headings by key (`papers.column.<name>`): `#` marks numbers, `+` those that add up."""
        return tuple(
            PaperColumn(
                self.say(f"column.{name.lstrip('#+')}"),
                is_number=name[0] in "#+",
                adds_up=name[0] == "+",
            )
            for name in names
        )


def counted(value: Decimal | int | None) -> str:
    """A number as it is read, which a workbook still calculates with; a dash for none."""
    text = formats.number(value)
    return text if value is None else WrittenNumber(text, value)
