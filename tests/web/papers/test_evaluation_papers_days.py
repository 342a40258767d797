"""Forms of a person say of which day each score is: results may have moved between the steps."""

import pytest
from evaluation_papers import DECIDED, Held, held, made
from sqlmodel import col, select

from dondoc.services.papers.paper import Paper, PaperTable, Paragraph
from dondoc.store.database import writing
from models.evaluation_round import EvaluationDossier, EvaluationDossierStep
from models.person import Person
from models.rules.evaluation_course.dossiers import DossierStepKind
from models.rules.evaluation_course.papers import EvaluationPaperKind as Kind

__all__ = ["held"]
ASSESSED = "2022-04-05"
TODAY = "Số liệu tính đến hết ngày 20/05/2022."


@pytest.mark.parametrize("kind", [Kind.FORM_335, Kind.FORM_366])
@pytest.mark.parametrize("number", [0, DECIDED])
def test_scores_and_sums_have_their_days(held: Held, kind: Kind, number: int) -> None:
    code = held[2][number]
    assessed_earlier(held, code)
    paper = made(held, kind, code=code)
    (row,) = [
        row.cells[0]
        for table in paper.tables
        for row in table.rows
        if str(row.cells[0]).startswith("Cá nhân tự đánh giá")
    ]
    assert row == "Cá nhân tự đánh giá (số liệu đến hết ngày 05/04/2022)"
    said = in_order(paper)
    assert said.index(TODAY) < said.index("Kết quả thực hiện nhiệm vụ")


def test_the_party_form_has_the_day_of_what_the_level_above_scored(held: Held) -> None:
    said = in_order(made(held, Kind.FORM_366))
    assert any("(số liệu đến hết ngày 20/05/2022). Đề xuất xếp loại" in each for each in said)


def test_whoever_has_not_assessed_themselves_has_no_day(held: Held) -> None:
    site = held[0]
    with writing(site.workplace.engine) as session:
        assessed = select(EvaluationDossierStep.dossier_id)
        people = select(Person.code).join(
            EvaluationDossier, col(EvaluationDossier.person_id) == Person.id
        )
        code = session.exec(people.where(col(EvaluationDossier.id).not_in(assessed))).first()
    rows = [row for table in made(held, Kind.FORM_366, code=code).tables for row in table.rows]
    assert "Cá nhân tự đánh giá" in [row.cells[0] for row in rows]


def assessed_earlier(held: Held, code: str) -> None:
    with writing(held[0].workplace.engine) as session:
        query = (
            select(EvaluationDossierStep)
            .join(EvaluationDossier)
            .join(Person, col(EvaluationDossier.person_id) == Person.id)
            .where(Person.code == code)
            .where(EvaluationDossierStep.kind == DossierStepKind.SELF_ASSESSED)
        )
        step = session.exec(query).one()
        step.computed = {**step.computed, "as_of": ASSESSED}


def in_order(paper: Paper) -> list[str]:
    """What is said: paragraphs, and tables by their titles."""
    blocks = paper.blocks
    return [
        block.title if isinstance(block, PaperTable) else block.text
        for block in blocks
        if isinstance(block, PaperTable | Paragraph)
    ]
