"""A Word file from outside is checked in a process of its own, which ends at its limits."""

from io import BytesIO

import docx
import pytest
from example_paper import GIVEN, example_paper

from dondoc.errors import BadInput
from dondoc.i18n import translator
from dondoc.services.papers.context import context_of
from dondoc.services.papers.layouts import PaperForm, known_layouts
from dondoc.services.papers.own.check import check_template
from dondoc.services.papers.returned.check import findings_of
from dondoc.services.papers.returned.read import read_word
from dondoc.services.papers.word import paper_docx
from dondoc.services.papers.word_process import LIMITS, faults_in, findings_in
from dondoc.services.papers.word_template import standard_template

PAPER = example_paper(**GIVEN)


def standard(more: str) -> bytes:
    layout = known_layouts(PaperForm.STATE)[-1]
    document = docx.Document(BytesIO(standard_template(PaperForm.STATE, layout.code)))
    document.add_paragraph(more)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def test_it_says_what_the_check_says_here() -> None:
    content = standard("Sai ở đây: {{ khong_co }}")
    faults = faults_in("mau.docx", content, PaperForm.STATE)
    assert faults and faults == check_template("mau.docx", content, PaperForm.STATE)

    document = docx.Document(BytesIO(paper_docx(PAPER)))
    document.tables[1].cell(1, 2).paragraphs[0].runs[0].text = "9"
    file = BytesIO()
    document.save(file)
    content = file.getvalue()
    findings = findings_in("a.docx", content, PAPER.layout, PAPER)
    here = findings_of(read_word("a.docx", content), PAPER.layout, context_of(PAPER))
    assert findings and findings == here


@pytest.mark.parametrize("content", [b"no file", b"PK\x03\x04" + bytes(900), b"%PDF-1.4\n%%EOF"])
def test_what_is_no_word_file_is_refused_in_the_same_words(content: bytes) -> None:
    """A Word file is asked for, and nothing of what can be evidence."""
    with pytest.raises(BadInput) as refused:
        findings_in("a.docx", content, PAPER.layout, None)
    assert refused.value.params["file"] == "a.docx"
    assert refused.value.key == "papers.error.no_word_file"


def with_size(value: str) -> bytes:
    """A paper in which a letter's size is what no program writes there."""
    document = docx.Document(BytesIO(paper_docx(PAPER)))
    run = next(each for each in document.paragraphs if each.runs).runs[0]
    run.font.size = docx.shared.Pt(14)
    run._r.rPr.find(docx.oxml.ns.qn("w:sz")).set(docx.oxml.ns.qn("w:val"), value)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def test_a_value_that_no_word_file_has_is_a_fault_of_the_file() -> None:
    with pytest.raises(BadInput) as refused:
        findings_in("a.docx", with_size("lớn"), PAPER.layout, PAPER)
    assert refused.value.key == "papers.error.no_word_file"


def test_a_fault_of_ours_is_not_blamed_on_the_file(caplog: pytest.LogCaptureFixture) -> None:
    unknown = PAPER.layout.model_copy(update={"code": "no layout of ours"})
    with pytest.raises(BadInput) as refused:
        findings_in("a.docx", paper_docx(PAPER), unknown, PAPER)
    assert refused.value.key == "papers.error.not_checked"
    assert "a.docx" in refused.value.text(translator("vi"))
    assert "StopIteration" in caplog.text  # whoever keeps the server can find it


@pytest.mark.parametrize(
    "limits",
    [
        LIMITS._replace(wall_seconds=0.2),
        LIMITS._replace(cpu_seconds=1),
        pytest.param(LIMITS._replace(memory_bytes=60 * 2**20), marks=pytest.mark.slow),
    ],
    ids=["time", "processor", "memory"],
)
def test_at_a_limit_it_is_said_and_nothing_else_ends(limits: object) -> None:
    document = docx.Document(BytesIO(paper_docx(PAPER)))
    for nth in range(20_000):
        document.element.body.append(document.add_paragraph(f"Xã số {nth}")._p)
    file = BytesIO()
    document.save(file)
    with pytest.raises(BadInput) as refused:
        findings_in("a.docx", file.getvalue(), PAPER.layout, PAPER, limits)  # type: ignore[arg-type]
    assert refused.value.key == "papers.error.too_heavy"
    assert "a.docx" in refused.value.text(translator("vi"))
