"""The tags of a standard template, a paragraph each: the part of the paper, and what fills it."""

from collections.abc import Iterator

NEW_PAGE = "section_on_a_new_page"
"""A section that begins on a page of its own."""
CLOSING = "paragraph_above_the_signature"
"""The last words: who signs never stands alone on a page."""
BLOCKS = (
    ("", "{%p for block in blocks %}"),
    ("", '{%p if block.sort == "heading1" and block.new_page %}'),
    (NEW_PAGE, "{{ block.text }}"),
    ("", '{%p elif block.sort == "heading1" %}'),
    ("section", "{{ block.text }}"),
    ("", '{%p elif block.sort == "heading2" %}'),
    ("clause", "{{ block.text }}"),
    ("", '{%p elif block.sort == "article" %}'),
    ("article", "{{ block.label }}", " {{ block.text }}"),
    ("", '{%p elif block.sort == "table" %}'),
    ("", "{%p if block.unit_words %}"),
    ("table_unit", "{{ block.unit_words }}"),
    ("", "{%p else %}"),
    ("gap", ""),
    ("", "{%p endif %}"),
    ("", "{{p block.table }}"),
    ("", "{%p if block.after %}"),
    ("table_after", "{{ block.after }}"),
    ("", "{%p endif %}"),
    ("", "{%p elif block.is_last %}"),
    (CLOSING, "{{ block.text }}"),
    ("", "{%p else %}"),
    ("paragraph", "{{ block.text }}"),
    ("", "{%p endif %}"),
    ("", "{%p endfor %}"),
)
"""The body."""

ADDRESSED = (
    ("", "{%p if addressees|length == 1 %}"),
    ("addressee", "{{ to }} {{ addressees[0] }}"),
    ("", "{%p elif addressees %}"),
    ("addressee", "{{ to }}"),
    ("", "{%p for addressee in addressees %}"),
    ("addressee", "- {{ addressee }}"),
    ("", "{%p endfor %}"),
    ("", "{%p endif %}"),
    ("", "{%p if preamble %}"),
    ("authority", "{{ preamble }}"),
    ("", "{%p endif %}"),
    ("", "{%p for ground in grounds %}"),
    ("grounds", "{{ ground }}"),
    ("", "{%p endfor %}"),
    ("", "{%p if resolves %}"),
    ("authority", "{{ resolves }}"),
    ("", "{%p endif %}"),
)
"""Whom it is for, and what it stands on."""


def title_tags(after: str, below: str) -> Iterator[tuple[str, str]]:
    """The name of an annex, or kind and subject. `after`, `below`: the line below a subject."""
    yield from (
        ("gap", ""),
        ("", "{%p endif %}"),
        ("", "{%p if annex_label %}"),
        ("annex_label", "{{ annex_label }}"),
        ("annex_title", "{{ annex_title }}"),
        ("annex_with", "{{ annex_with }}"),
        ("", "{%p elif kind %}"),
        ("kind", "{{ kind }}"),
        ("subject", "{{ subject }}"),
        ("", "{%p endif %}"),
        ("", "{%p if subject_note %}"),
        ("subject", "{{ subject_note }}"),
        ("", "{%p endif %}"),
        ("", "{%p if kind %}"),
        (after, below),
        ("", "{%p endif %}"),
    )
