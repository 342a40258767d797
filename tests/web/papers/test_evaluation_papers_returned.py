"""Papers of an evaluation that were edited in Word are compared with the points and grades."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import docx
import pytest
from evaluation_papers import OFFICE, first_people, order_in, round_of_sample, viewer_of
from httpx import Response
from sites import Site
from sqlalchemy import delete
from sqlmodel import select

from dondoc.services.papers.of_evaluation.made_again import made_again
from dondoc.services.papers.of_evaluation.request import ONLY
from dondoc.services.papers.returned.check import marks_of
from dondoc.services.sample.fill import SAMPLE_DAY
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


@pytest.mark.parametrize("days", [-1, 0, 1])
def test_it_is_made_again_as_of_its_day_and_by_what_one_is_in_its_year(
    shown: Site, person: str, days: int
) -> None:
    content = shown.client(OFFICE).get(f"{HERE}/papers/summary.state.docx").content
    marks = marks_of(content)
    assert person and marks is not None
    marks = replace(marks, day=SAMPLE_DAY + timedelta(days=days))
    with reading(shown.workplace.engine) as session:
        elsewhere = replace(viewer_of(session, OFFICE), programme_id=None, mandates=frozenset())
        again = made_again(session, elsewhere, marks, order_in())
        outsider = replace(viewer_of(session, OF_A_DISTRICT), mandates=elsewhere.mandates)
        assert made_again(session, outsider, marks, order_in()) is None
    assert again is not None
    assert again.context.today == min(marks.day, SAMPLE_DAY)  # nobody knows tomorrow
