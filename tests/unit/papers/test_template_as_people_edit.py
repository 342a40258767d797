"""An own template as people leave it in Word: several faults, changes not accepted, comments."""

import re
import zipfile
from collections.abc import Callable, Mapping
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
PARENT_END = re.compile(r"({{ parent }}.*?){%p endif %}", re.DOTALL)
MOTTO = re.compile(r"<w:r>(?:(?!</w:r>).)*?<w:t[^>]*>{{ motto }}</w:t></w:r>", re.DOTALL)


Change = Callable[[str], str]


def with_parts(changes: Mapping[str, Change]) -> bytes:
    """The standard template in which parts read otherwise."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(edited())) as word, zipfile.ZipFile(file, "w") as made:
        for name in word.namelist():
            part = word.read(name)
            if name in changes:
                new = changes[name](part.decode()).encode()
                assert new != part
                part = new
            made.writestr(name, part)
    return file.getvalue()


def found_in(change: Change) -> list[TemplateFault]:
    return check_template("mau.docx", with_parts({"word/document.xml": change}), PaperForm.STATE)


def typed(**words: str) -> Change:
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


def paragraphs(*texts: str) -> str:
    return "\n".join(f"<w:p><w:t>{text}</w:t></w:p>" for text in texts)


IN_CELL = ("<w:tc>{% if b %}", "x</w:tc>")


@pytest.mark.parametrize(
    ("source", "told"),
    [
        # The end that follows could be of either.
        (paragraphs("{% if a %}", "{% if b %}", "{% endif %}"), [(1, 2)]),
        (paragraphs("{% if a %}", "{% if b %}", "{% endif %}", "{% if c %}", "{% endif %}"),
         [(1, 4)]),
        # One has its last branch already: another one is not its own.
        (paragraphs("{% if a %}", "{% if b %}", "{% else %}", "{% elif c %}", "{% endif %}"),
         [(2, 0)]),
        (paragraphs("{% if a %}", "{% if b %}", "{% else %}", "{% else %}", "{% endif %}"),
         [(2, 0)]),
        (paragraphs("{% if a %}", "{% for b in c %}", "{% elif d %}", "{% endif %}"), [(2, 0)]),
        # What a loop or a cell encloses ends within it.
        (paragraphs("{% for a in b %}", "{% if c %}", "{% endfor %}", "{% if d %}", "{% endif %}"),
         [(2, 0)]),
        (paragraphs("{% if a %}", *IN_CELL, "{% endif %}"), [(2, 0)]),
        (paragraphs("{% if a %}", "<w:tc>{% if b %}", "{% endif %}</w:tc>"), [(1, 0)]),
        (paragraphs("{% if a %}", "<w:tc>{% if b %}</w:tc>", "<w:tc>x{% if c %}", "{% endif %}"
                    "</w:tc>", "{% endif %}"), [(2, 0)]),
    ],
)  # fmt: skip
def test_what_is_not_closed_is_named_itself_or_between_which_it_is(
    source: str, told: list[tuple[int, int]]
) -> None:
    faulty = [each for each in tag_by_tag(source) if isinstance(each, FaultyTag)]
    assert [(each.lineno, each.until) for each in faulty] == told
    assert {each.what for each in faulty} == {"unclosed"}


def test_a_choice_that_lost_its_end_is_named_in_its_cell() -> None:
    """The first one of the whole template was named: its end was taken by the one within."""
    (fault,) = found_in(lambda xml: PARENT_END.sub(r"\1", xml, 1))
    assert (fault.what, fault.until) == ("unclosed", "") and "if parent" in fault.line


def test_where_nobody_can_tell_which_the_first_and_the_last_are_named() -> None:
    unclosed = "{% if kind %}Một</w:t></w:r></w:p><w:p><w:r><w:t>{% if notice %}Hai{% endif %}"
    (fault,) = found_in(typed(notice=unclosed))
    said = fault.text(translator("vi"))
    assert fault.what == "unclosed_among" and "Một" in said and "Hai" in said


ROW = re.compile(r"<w:tr[ >].*?</w:tr>", re.DOTALL)
PICTURE = "<w:p><w:r><w:drawing><pic:pic xmlns:pic='p'/></w:drawing></w:r></w:p>"


def test_a_heading_that_was_deleted_is_missed_but_where_a_picture_may_be_it() -> None:
    (fault,) = found_in(lambda xml: ROW.sub("", xml, 1))
    assert fault.what == "no_nation" and "Quốc hiệu" in fault.text(translator("vi"))
    assert found_in(lambda xml: ROW.sub("", xml, 1).replace("<w:body>", f"<w:body>{PICTURE}")) == []


def test_a_heading_may_stand_in_the_header_of_the_page() -> None:
    """Where offices keep what is on every paper."""
    head = "<w:p><w:r><w:t>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</w:t></w:r></w:p><w:p><w:r><w:t>"
    words = f"{head}Độc lập - Tự do - Hạnh phúc</w:t></w:r></w:p></w:hdr>"
    moved = with_parts(
        {
            "word/document.xml": lambda xml: ROW.sub("", xml, 1),
            "word/header1.xml": lambda xml: xml.replace("</w:hdr>", words),
        }
    )
    assert check_template("mau.docx", moved, PaperForm.STATE) == []


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
def test_changes_that_nobody_accepted_are_refused(change: Change) -> None:
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
