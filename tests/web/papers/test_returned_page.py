"""A paper that was edited in Word is uploaded and compared with what it was made of."""

from io import BytesIO

import docx
from httpx import Response
from sites import Site

SECRETARY, OTHER = "CB-YL4", "CB-LT4"
LETTER = "/papers/units/9/letter.state.docx"


def sent(site: Site, code: str, content: bytes) -> Response:
    files = {"file": ("cong-van.docx", content)}
    return site.client(code).post("/papers/check", data={"form": "state"}, files=files)


def edited(content: bytes) -> bytes:
    """With another number of working days overdue."""
    document = docx.Document(BytesIO(content))
    cell = document.tables[1].cell(1, 3).paragraphs[0]
    assert cell.text == "12"
    cell.runs[0].text = "2"
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def test_a_number_that_was_changed_is_named(shown: Site) -> None:
    content = shown.client(SECRETARY).get(LETTER).content
    assert "trong văn bản" not in sent(shown, SECRETARY, content).text
    page = sent(shown, SECRETARY, edited(content)).text
    assert "2 trong văn bản, 12 trong số liệu" in page and "Diện tích đất" in page


def test_whoever_may_not_make_the_paper_learns_no_figure(shown: Site) -> None:
    content = edited(shown.client(SECRETARY).get(LETTER).content)
    page = sent(shown, OTHER, content).text
    assert "12 trong số liệu" not in page and "Chưa đối chiếu số liệu" in page


def test_a_file_that_is_none_is_refused_at_its_field(shown: Site) -> None:
    answer = sent(shown, SECRETARY, b"not a file")
    assert answer.status_code == 422 and 'class="field wrong"' in answer.text
