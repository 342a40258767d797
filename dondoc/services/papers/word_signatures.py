"""Places to sign side by side as Word writes them: a table without lines, never torn apart."""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from dondoc.services.papers.layouts import PageLayout
from dondoc.services.papers.word_table import TWIPS_PER_MM

_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_ABOVE = round(5 * TWIPS_PER_MM)
"""Between the last words and the positions."""


def signatures_xml(
    places: Sequence[Mapping[str, str]], styles: Mapping[str, str], page: PageLayout
) -> Markup:
    """The table. `styles`: the ids of `position`, `signer`, `open`, as far as there are such."""
    width = round(float(page.body) * TWIPS_PER_MM / max(1, len(places)))
    room = round(float(page.signature_room) * TWIPS_PER_MM)
    grid = f'<w:gridCol w:w="{width}"/>' * len(places)
    positions = "".join(_position(place, styles, width) for place in places)
    names = "".join(_name(place, styles, width, room) for place in places)
    return Markup(  # noqa: S704 (every text in it was escaped)
        f'<w:tbl xmlns:w="{_NAMESPACE}"><w:tblPr><w:tblW w:w="{width * len(places)}" w:type="dxa"/>'
        f'<w:jc w:val="center"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}'
        f"</w:tblGrid>{_row(positions)}{_row(names)}</w:tbl>"
    )


def receivers_xml(context: Mapping[str, Any], styles: Mapping[str, str]) -> Markup:
    """Who gets a paper that several sign: paragraphs of their own, below the places."""
    open_ones = [context["receivers_open"]] if context["receivers_open"] else []
    rows = [
        _line(context["receivers_title"], styles.get("receivers_title", ""), above=_ABOVE),
        *(_line(text, styles.get("receivers", ""), styles.get("open", "")) for text in open_ones),
        *(_line(text, styles.get("receivers", "")) for text in context["receivers"]),
    ]
    return Markup("".join(rows))  # noqa: S704 (every text in it was escaped)


def _line(text: str, style: str, character: str = "", above: int = 0) -> str:
    styled = f'<w:pStyle w:val="{escape(style)}"/>' if style else ""
    spaced = f'<w:spacing w:before="{above}"/>' if above else ""
    shape = f'<w:rPr><w:rStyle w:val="{escape(character)}"/></w:rPr>' if character else ""
    return (
        f'<w:p xmlns:w="{_NAMESPACE}"><w:pPr>{styled}{spaced}</w:pPr><w:r>{shape}'
        f'<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'
    )


def _row(cells: str) -> str:
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"


def _position(place: Mapping[str, str], styles: Mapping[str, str], width: int) -> str:
    """It keeps to the next row, as the last words above keep to it."""
    return _cell(width, place["position"], styles.get("position", ""), _ABOVE, keep=True)


def _name(place: Mapping[str, str], styles: Mapping[str, str], width: int, room: int) -> str:
    is_open = styles.get("open", "") if place["name_open"] else ""
    shown = place["name"] or place["name_open"]
    return _cell(width, shown, styles.get("signer", ""), room, character=is_open)


def _cell(
    width: int, text: str, style: str, above: int, *, keep: bool = False, character: str = ""
) -> str:
    styled = f'<w:pStyle w:val="{escape(style)}"/>' if style else ""
    shape = f'<w:rPr><w:rStyle w:val="{escape(character)}"/></w:rPr>' if character else ""
    next_one = "<w:keepNext/>" if keep else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
        f'<w:p><w:pPr>{styled}{next_one}<w:spacing w:before="{above}"/><w:jc w:val="center"/>'
        f'</w:pPr><w:r>{shape}<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p></w:tc>'
    )
