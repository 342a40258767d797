"""A table of a paper as Word writes it: styles of the template, widths, a head on every page."""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from dondoc.services.papers.tall_rows import kept_rows

TWIPS_PER_MM = 1440 / 25.4
_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def table_xml(table: Mapping[str, Any], styles: Mapping[str, str]) -> Markup:
    """The table as markup. `styles`: the ids of `table`, `table_head`, `table_text`,
    `table_number` in the template, as far as it has them.
    """
    widths = [round(width * TWIPS_PER_MM) for width in table["widths"]]
    names = ["table_number" if number else "table_text" for number in table["numbers"]]
    size = f'<w:sz w:val="{round(2 * table["size"])}"/>' if table["is_compact"] else ""
    shapes = [(width, styles.get(name), size) for width, name in zip(widths, names, strict=True)]
    begins = [_begin(*each) for each in shapes]
    heads = [_begin(width, styles.get("table_head"), size) for width in widths]
    parts = [
        f'<w:tbl xmlns:w="{_NAMESPACE}"><w:tblPr>{_styled("tblStyle", styles.get("table"))}'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblLayout w:type="fixed"/>{_margins(table) if size else ""}<w:tblLook w:val="0420"/>'
        f'<w:tblCaption w:val="{escape(table["title"])}"/></w:tblPr>'
        f"<w:tblGrid>{_grid(widths)}</w:tblGrid>",
        "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>",
        *_cells(table["columns"], heads, f"<w:b/>{size}"),
        "</w:tr>",
    ]
    kept = kept_rows(table["kinds"], table["tall"])
    together = [_begin(*each, keeps=True) for each in shapes]
    rows = zip(table["rows"], table["kinds"], table["tall"], kept, strict=True)
    for cells, kind, is_tall, keeps in rows:
        parts.append("<w:tr>" if is_tall else "<w:tr><w:trPr><w:cantSplit/></w:trPr>")
        begin = together if keeps else begins
        parts += _cells(cells, begin, f"<w:b/>{size}" if kind != "line" else size)
        parts.append("</w:tr>")
    parts.append("</w:tbl>")
    return Markup("".join(parts))  # noqa: S704 (every text in it was escaped)


def _margins(table: Mapping[str, Any]) -> str:
    """No room above and below the words of a compact table, and little beside them."""
    beside = round(table["padding"] * TWIPS_PER_MM)
    sides = {"top": 0, "left": beside, "bottom": 0, "right": beside}
    cells = (f'<w:{side} w:w="{room}" w:type="dxa"/>' for side, room in sides.items())
    return f"<w:tblCellMar>{''.join(cells)}</w:tblCellMar>"


def _styled(tag: str, style: str | None) -> str:
    return f'<w:{tag} w:val="{escape(style)}"/>' if style else ""


def _begin(width: int, style: str | None, size: str, *, keeps: bool = False) -> str:
    kept = "<w:keepNext/>" if keeps else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
        f"<w:p><w:pPr>{_styled('pStyle', style)}{kept}{_run(size)}</w:pPr><w:r>"
    )


def _run(properties: str) -> str:
    return f"<w:rPr>{properties}</w:rPr>" if properties else ""


def _cells(texts: Sequence[str], begins: Sequence[str], properties: str) -> list[str]:
    shape = _run(properties)
    return [
        f'{begin}{shape}<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p></w:tc>'
        for text, begin in zip(texts, begins, strict=True)
    ]


def _grid(widths: Sequence[int]) -> str:
    return "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
