"""An own template as people leave it in Word: several faults, changes not accepted, comments."""

import re
import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from own_templates import edited

from dondoc.i18n import LANGUAGES, translator
from dondoc.services.papers.layouts import PaperForm
from dondoc.services.papers.own.check import TemplateFault, check_template
from dondoc.services.papers.own.tag_by_tag import FaultyTag, tag_by_tag

END = "{%p endfor %}"
WHO = 'w:id="91" w:author="Nguyễn Thị Hoa" w:date="2026-01-05T08:00:00Z"'
MOTTO = re.compile(r"<w:r>(?:(?!</w:r>).)*?<w:t[^>]*>{{ motto }}</w:t></w:r>", re.DOTALL)


def found_in(change: Callable[[str], str], part: str = "word/document.xml") -> list[TemplateFault]:
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(edited())) as word, zipfile.ZipFile(file, "w") as made:
        for name in word.namelist():
            old = word.read(name).decode() if name == part else ""
            assert not old or change(old) != old
            made.writestr(name, change(old).encode() if old else word.read(name))
    return check_template("mau.docx", file.getvalue(), PaperForm.STATE)


def typed(**words: str) -> Callable[[str], str]:
    """Other words in place of tags, each once."""

    def change(xml: str) -> str:
        for tag, others in words.items():
            xml = xml.replace(f"{{{{ {tag} }}}}", others, 1)
        return xml

    return change


def struck(run: re.Match[str]) -> str:
    gone = run[0].replace("<w:t", "<w:delText").replace("</w:t>", "</w:delText>")
    return f"<w:del {WHO}>{gone}</w:del>"


@pytest.mark.parametrize(
    ("typed_in", "told"),
    [
        (
            {"subject": "{% for a in blocks %}{{ subject }}{{ khong_co }}"},
            {("unknown", "khong_co"), ("unclosed", "for")},
        ),
        (
            {"subject": "{{ subject kind }}", "motto": "{{ motto|random }} {{ a b }}"},
            {("syntax", "kind"), ("syntax", "b"), ("filter", "random")},
        ),
        ({"subject": "{% if kind %}", "to": "to }}"}, {("unclosed", "if"), ("stray", "}}")}),
        (
            {"subject": "{{ subject", "motto": "{{ khau_hieu }}"},
            {("syntax", "–"), ("unknown", "khau_hieu")},
        ),
    ],
)
def test_every_fault_is_named_at_once(typed_in: dict[str, str], told: set[tuple[str, str]]) -> None:
    faults = found_in(typed(**typed_in))
    assert {(fault.what, fault.tag) for fault in faults} == told


def test_a_loop_that_lost_its_end_is_named_where_it_begins() -> None:
    (fault,) = found_in(lambda xml: xml.replace(END, "", 1))
    assert (fault.what, fault.tag) == ("unclosed", "for") and "in addressees" in fault.line


def test_a_tag_that_lost_its_p_is_named() -> None:
    (fault,) = found_in(lambda xml: xml.replace(END, "{% endfor %}", 1))
    assert (fault.what, fault.tag) == ("without_p", "{% endfor %}")


@pytest.mark.parametrize(
    "change",
    [
        lambda xml: MOTTO.sub(struck, xml),
        lambda xml: MOTTO.sub(lambda run: f"<w:ins {WHO}>{run[0]}</w:ins>", xml),
        lambda xml: MOTTO.sub(
            lambda run: (
                f"<w:moveFrom {WHO}>{run[0]}</w:moveFrom><w:moveTo {WHO}>{run[0]}</w:moveTo>"
            ),
            xml,
        ),
    ],
)
def test_changes_that_nobody_accepted_are_refused(change: Callable[[str], str]) -> None:
    """A motto that was struck out so was taken to stand in the paper."""
    (fault,) = found_in(change)
    assert fault.what == "tracked" and "motto" in fault.line
    assert "Track Changes" in fault.text(translator("vi"))


def test_comments_are_refused_and_faults_told_beside_them() -> None:
    comment = '</w:t></w:r><w:r><w:commentReference w:id="1"/></w:r><w:r><w:t>'
    faults = found_in(typed(subject=f"{{{{ subject }}}}{comment}", motto="{{ khau_hieu }}"))
    assert [fault.what for fault in faults] == ["commented", "unknown"]
    assert all("papers." not in faults[0].text(translator(lang)) for lang in LANGUAGES)


@pytest.mark.parametrize(
    "tag",
    [
        '{{ sub</w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:t>ject }}',
        "{</w:t></w:r><w:r><w:t>{ subject }</w:t></w:r><w:r><w:t>}",
        "{{\N{NO-BREAK SPACE}subject\N{NO-BREAK SPACE}}}",
        "{{ subject|default(“chưa có”) }}",
    ],
)
def test_what_word_makes_of_a_tag_by_itself_is_no_fault(tag: str) -> None:
    assert found_in(typed(subject=tag)) == []


@given(st.lists(st.sampled_from(["{{", "}}", "{%", "%}", "a", " ", "<w:p>", "if ", "endif", "\n"])))
def test_any_heap_of_marks_is_read_to_its_end(signs: list[str]) -> None:
    source = "".join(signs)
    lines = source.count("\n") + 1
    for each in tag_by_tag(source):
        assert 0 < each.lineno <= lines
        assert not isinstance(each, FaultyTag) or each.what
