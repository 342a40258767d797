"""Justified paragraphs of a Word file that are set to the left where a line would be stretched."""

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.styles.styles import Styles
from lxml import etree

_AFTER_JC = frozenset(
    qn(f"w:{name}")
    for name in (
        "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle",
        "rPr", "sectPr", "pPrChange",
    )
)  # fmt: skip
"""What stands behind the alignment among a paragraph's properties (ISO/IEC 29500, pPr)."""

_TEXT = qn("w:t")
_READ = (_TEXT, qn("w:br"), qn("w:tab"))
LONGEST_WORD = 30
"""Letters without a blank that a justified line may have to wait for: less than half of a line."""


def justified_styles(styles: Styles) -> frozenset[str]:
    """The ids of the styles whose paragraphs are justified, by themselves or by what they are
    based on.
    """
    return frozenset(style.style_id for style in styles if _is_justified(style))


def _is_justified(style: Any) -> bool:
    while style is not None:
        align = getattr(getattr(style, "paragraph_format", None), "alignment", None)
        if align is not None:
            return bool(align is WD_ALIGN_PARAGRAPH.JUSTIFY)
        style = getattr(style, "base_style", None)
    return False


def set_ragged(body: Any, justified: frozenset[str]) -> None:
    """Sets justified paragraphs to the left where a word of theirs would stretch a line."""
    for paragraph in body.iter(qn("w:p")):
        texts = (each.text or "" if each.tag == _TEXT else " " for each in paragraph.iter(*_READ))
        if has_long_word("".join(texts)):
            _to_left(paragraph, justified)


def has_long_word(text: str) -> bool:
    """Whether a word, as a link, is so long that Word stretches the line before it."""
    return any(len(word) > LONGEST_WORD for word in text.split(" "))


def _to_left(paragraph: Any, justified: frozenset[str]) -> None:
    properties = paragraph.find(qn("w:pPr"))
    style = None if properties is None else properties.find(qn("w:pStyle"))
    align = None if properties is None else properties.find(qn("w:jc"))
    if align is not None:
        if align.get(qn("w:val")) == "both":
            align.set(qn("w:val"), "left")
    elif style is not None and style.get(qn("w:val")) in justified:
        align = etree.Element(qn("w:jc"))
        align.set(qn("w:val"), "left")
        behind = [each for each in properties if each.tag in _AFTER_JC]
        place = properties.index(behind[0]) if behind else len(properties)
        properties.insert(place, align)
