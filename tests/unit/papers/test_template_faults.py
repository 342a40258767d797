"""What is wrong with a tag of an own template is said in the words of whoever edited it."""

import re

import pytest
from own_templates import faults

from dondoc.i18n import translator


@pytest.mark.parametrize(
    ("text", "what", "tag"),
    [
        ("{% if kind %} chưa đóng", "unclosed", "if"),
        ("{% endfor %}", "stray", "endfor"),
        ("{% lap %}", "stray", "lap"),
        ("{{ subject }", "syntax", "}"),
        ("{{ subject", "syntax", "–"),
        ("{{ subject kind }}", "syntax", "kind"),
        ("{{ blocks[0].khong_co }}", "unknown", "khong_co"),
    ],
)
def test_what_is_wrong_with_a_tag_is_said_in_vietnamese(text: str, what: str, tag: str) -> None:
    (fault,) = faults(f"Chỗ này: {text}")
    assert (fault.what, fault.tag) == (what, tag)
    said = fault.text(translator("vi")).replace(fault.line, "")
    assert not re.search(r"\b(unexpected|expected|template|Jinja|tag|has no|got)\b", said), said
