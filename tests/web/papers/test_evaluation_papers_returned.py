"""Papers of an evaluation that were edited in Word are compared with the points and grades."""

from io import BytesIO

import docx
import pytest
from evaluation_papers import OFFICE, first_people, round_of_sample
from httpx import Response
from sites import Site
from sqlalchemy import delete
from sqlmodel import select

from dondoc.services.papers.of_evaluation.request import ONLY
from dondoc.store.database import reading, writing
from models.evaluation_viewing import EvaluationViewing
from models.rules.evaluation_course.papers import EvaluationPaperKind

HERE, OF_A_DISTRICT = "/evaluation/2022/Q1", "CB-YL4"
NOT_COMPARED, DIFFERS = "Chưa đối chiếu số liệu", "trong số liệu"
ROUND = ("summary", "approval", "minutes", "submission", "decision", "decision_list")


@pytest.fixture(scope="module")
def person(shown: Site) -> str:
    return first_people(shown.workplace, round_of_sample(shown.workplace))[0]


def addresses(person: str) -> list[str]:
    whole = [f"{HERE}/papers/{kind}.state.docx" for kind in ROUND]
    forms = {kind: ONLY.get(kind, "state") for kind in EvaluationPaperKind if kind not in ROUND}
    own = [f"{HERE}/{person}/papers/{kind}.{form}.docx" for kind, form in forms.items()]
    return [*whole, f"{HERE}/papers/summary.state.docx?unit=9", *own]


def sent(site: Site, code: str, content: bytes) -> Response:
    files = {"file": ("phieu.docx", content)}
    return site.client(code).post("/papers/check", data={"form": "state"}, files=files)


def changed(content: bytes, here: str, there: str) -> bytes:
    """With another number in the first cell that says exactly this."""
    document = docx.Document(BytesIO(content))
    cells = (cell for table in document.tables for row in table.rows for cell in row.cells)
    cell = next(each for each in cells if each.text == here)
    cell.paragraphs[0].runs[0].text = there
    file = BytesIO()
    document.save(file)
    return file.getvalue()


@pytest.mark.slow
def test_each_paper_that_nobody_edited_agrees(shown: Site, person: str) -> None:
    for address in addresses(person):
        content = shown.client(OFFICE).get(address).content
        answer = sent(shown, OFFICE, content).text
        assert NOT_COMPARED not in answer and DIFFERS not in answer, address


def test_a_total_that_was_edited_is_named_and_the_comparison_is_a_look(
    shown: Site, person: str
) -> None:
    content = shown.client(OFFICE).get(f"{HERE}/papers/summary.state.docx").content
    document = docx.Document(BytesIO(content))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    total = next(text for text in cells if text[:1].isdigit() and "," in text)
    edited = changed(content, total, "99,99")
    with writing(shown.workplace.engine) as session:
        session.execute(delete(EvaluationViewing))
    assert f"99,99 trong văn bản, {total} trong số liệu" in sent(shown, OFFICE, edited).text
    with reading(shown.workplace.engine) as session:
        kept = session.exec(select(EvaluationViewing)).all()
        assert [(row.person_id, row.period) for row in kept] == [(None, "2022-Q1")]
    learnt = sent(shown, OF_A_DISTRICT, edited)
    assert NOT_COMPARED in learnt.text
    assert total not in learnt.text
