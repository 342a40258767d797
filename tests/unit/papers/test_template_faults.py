"""What is wrong with a tag of an own template is said in the words of whoever edited it."""

import re
import zipfile
from io import BytesIO

import pytest
from own_templates import edited, faults

from dondoc.i18n import LANGUAGES, translator
from dondoc.services.papers.layouts import PaperForm
from dondoc.services.papers.own.check import check_template

PARTY, STATE = PaperForm.PARTY, PaperForm.STATE


@pytest.mark.parametrize(
    ("text", "what", "tag"),
    [
        ("{% if kind %} chưa đóng", "unclosed", "if"),
        ("{% endfor %}", "stray", "endfor"),
        ("{% lap %}", "stray", "lap"),
        ("subject }}", "stray", "}}"),
        ("endfor %}", "stray", "%}"),
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


def with_words(form: PaperForm, old: str, new: str) -> bytes:
    """The standard template of a form in which other words were typed."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(edited(form=form))) as word, zipfile.ZipFile(file, "w") as made:
        for name in word.namelist():
            part = word.read(name)
            assert name != "word/document.xml" or old.encode() in part
            made.writestr(name, part.replace(old.encode(), new.encode()))
    return file.getvalue()


@pytest.mark.parametrize(("template", "uploaded_for"), [(PARTY, STATE), (STATE, PARTY)])
def test_a_template_of_the_other_form_is_refused(
    template: PaperForm, uploaded_for: PaperForm
) -> None:
    (fault,) = check_template("mau.docx", edited(form=template), uploaded_for)
    assert fault.what == "other_form"
    for lang in LANGUAGES:
        assert "papers." not in fault.text(translator(lang))
    assert "Quốc hiệu" in fault.text(translator("vi"))


@pytest.mark.parametrize(
    ("form", "old", "new", "what"),
    [
        (STATE, "{{ nation }}", "Đảng Cộng sản Việt Nam", "other_form"),
        (PARTY, "{{ nation }}", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "other_form"),
        (PARTY, "{{ nation }}", "Độc lập – Tự do – Hạnh phúc", "other_form"),
        (STATE, "{{ motto }}", "", "no_motto"),
        (PARTY, "{{ star }}", "", "no_star"),
    ],
)
def test_a_heading_that_was_typed_is_told_as_well(
    form: PaperForm, old: str, new: str, what: str
) -> None:
    assert [fault.what for fault in check_template("m.docx", with_words(form, old, new), form)] == [
        what
    ]


@pytest.mark.parametrize(
    ("form", "old", "new"),
    [
        (STATE, "{{ motto }}", "Độc lập - Tự do - Hạnh phúc"),
        (PARTY, "{{ nation }}", "ĐẢNG CỘNG SẢN VIỆT NAM"),
        (PARTY, "{{ star }}", "*"),
    ],
)
def test_an_own_heading_may_be_typed(form: PaperForm, old: str, new: str) -> None:
    assert check_template("mau.docx", with_words(form, old, new), form) == []
