"""A paper as a Word file, from the standard template of its layout or one that was edited."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from dondoc.exports.charts.draw import png_of
from dondoc.exports.docx import DocumentProperties, names_shown, word_template
from dondoc.services.papers.context import context_of
from dondoc.services.papers.layouts import PageLayout
from dondoc.services.papers.paper import Paper
from dondoc.services.papers.text_width import MM_PER_POINT
from dondoc.services.papers.word_picture import picture_xml
from dondoc.services.papers.word_signatures import receivers_xml, signatures_xml
from dondoc.services.papers.word_styles import LINE_SIZE, style_name
from dondoc.services.papers.word_table import table_xml
from dondoc.services.papers.word_template import standard_template

_LINES = ("head_line", "issuer_line", "subject_line")
_STYLES = (
    "table", "table_head", "table_text", "table_number", "position", "signer", "open",
    "receivers_title", "receivers",
)  # fmt: skip
_NO_TABLE = {"sort": "table", "unit_words": "", "after": ""}
"""What stands where a template puts a table and is none."""
_UNDERSCORE_MM = float(LINE_SIZE) / 2 * MM_PER_POINT
"""How wide an underscore is in Times: half its size."""


def paper_docx(paper: Paper, own: bytes | None = None) -> bytes:
    """The paper as a Word file. `own`: the office's template; raises TemplateFaultError of it.

    What has its own shape, such as a form, is on the standard one all the same.
    """
    layout = paper.layout
    standard = standard_template(layout.form, layout.code, paper.lies)
    template = word_template(standard if own is None or not takes_own(paper, own) else own)
    styles = {part: template.style_ids.get(style_name(part), "") for part in _STYLES}
    context = context_of(paper)
    written = datetime.combine(paper.dated or paper.day, datetime.min.time(), UTC)
    properties = DocumentProperties(context["title"], context["issuer"], written, paper.made_of)
    pictures = {
        _picture(place): png_of(block["svg"])
        for place, block in enumerate(context["blocks"])
        if block["sort"] == "chart"
    }
    filling = word_context(context, styles, pictures, layout.page)
    return template.filled(filling, properties, pictures)


def takes_own(paper: Paper, own: bytes) -> bool:
    """Whether a paper is on the office's template.

    What several sign has no end beside their places: a template that always shows one, as it was
    edited before there were such papers, would have somebody sign twice.
    """
    return not paper.is_prescribed and (not paper.has_places or _NO_END in names_shown(own))


_NO_END = "has_end"
"""The value by which a template leaves out who signs."""


def _picture(place: int) -> str:
    """What a chart is called until the file has it."""
    return f"chart-{place}"


def word_context(
    context: dict[str, Any], styles: dict[str, str], pictures: Mapping[str, bytes], page: PageLayout
) -> dict[str, Any]:
    """What a Word template is given: lines as rows of underscores, all else as markup."""
    lines = {name: "_" * round(context[name] / _UNDERSCORE_MM) for name in _LINES}
    blocks = [dict(block) for block in context["blocks"]]
    for place, block in enumerate(blocks):
        if block["sort"] == "table":
            block["table"] = table_xml(block, styles)
        elif block["sort"] == "chart":
            name = _picture(place)
            block.update(_as_table(block, styles, name, pictures[name], float(page.body)))
        elif block["sort"] == "signatures":
            shown = signatures_xml(block["places"], styles, page)
            if block["receivers_below"]:
                shown += receivers_xml(context, styles)
            block.update(_NO_TABLE, table=shown)
    return {**context, **lines, "blocks": blocks}


def _as_table(
    block: dict[str, Any],
    styles: dict[str, str],
    name: str,
    png: bytes,
    width: float,
) -> dict[str, Any]:
    """Where a template puts a table it puts a chart, too, so that one edited before shows it."""
    words, style = (block["title"], block["words"]), styles.get("table_text", "")
    shown = picture_xml(name, png, *words, width, style)
    return {**_NO_TABLE, "after": block["after"], "table": shown}
