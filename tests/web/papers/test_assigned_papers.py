"""What was assigned, and what a unit reports, said as the office says it."""

from datetime import date

import pytest
from sites import Site
from sqlmodel import select
from unit_papers_of_sample import LATE, NOT_LATE, SECRETARIAT, SECRETARY, paper_as

from dondoc.errors import BadInput
from dondoc.i18n import translator
from dondoc.services.figures.quarter import Quarter
from dondoc.services.papers import unit_papers
from dondoc.services.papers.context import context_of
from dondoc.services.papers.layouts import PaperForm, layout_for
from dondoc.services.papers.paper import Paper, PaperTable
from dondoc.services.papers.unit_request import UnitPaperKind
from dondoc.store.database import writing
from models.assignment import Assignment, Checkpoint
from models.joins import ASSIGNMENT_OF_CHECKPOINT
from models.unit import Unit


def _made(site: Site, kind: UnitPaperKind, form: PaperForm = PaperForm.STATE) -> Paper:
    paper = paper_as(site, SECRETARIAT, kind, form=form)
    assert paper is not None
    return paper


def test_a_decision_names_whoever_is_assigned_the_work_as_a_comrade(shown: Site) -> None:
    said = context_of(_made(shown, UnitPaperKind.DECISION))
    whom = "đồng chí Trần Duy Long, Bí thư Huyện ủy Yên Lạc"
    assert said["subject"] == f"về việc giao chỉ tiêu, sản phẩm năm 2022 cho {whom}"
    articles = [block["text"] for block in said["blocks"]]
    assert articles[0].startswith(f"Giao {whom}, chịu trách nhiệm chính")
    assert f"đơn vị liên quan và {whom}, chịu trách nhiệm thi hành" in articles[2]


@pytest.mark.parametrize(
    ("form", "day", "comma"),
    [
        (PaperForm.STATE, date(2026, 10, 1), ""),
        (PaperForm.PARTY, date(2022, 5, 20), ""),
        (PaperForm.PARTY, date(2026, 10, 1), ","),
    ],
)
def test_a_quoted_paper_has_a_comma_before_its_day_where_the_rules_say_so(
    shown: Site, monkeypatch: pytest.MonkeyPatch, form: PaperForm, day: date, comma: str
) -> None:
    """HD 05-HD/VPTW, in force from 27/5/2026; the rules before it and the State's have none."""
    monkeypatch.setattr(unit_papers, "layout_for", lambda form, _day: layout_for(form, day))
    grounds = _made(shown, UnitPaperKind.DECISION, form).grounds
    assert grounds[0].endswith(f"chưa có số){comma} ngày 14/01/2022")


def test_an_annex_says_how_the_steps_of_a_roadmap_are_to_be_read(shown: Site) -> None:
    """46; 60; 62; 62 add up, 6; 14; 25 run on, and 5 is not to be passed."""
    named = [str(row.cells[1]) for row in _made(shown, UnitPaperKind.ANNEX).tables[0].rows]
    assert "Kết nạp đảng viên mới (cộng dồn các quý)" in named
    assert any(name.endswith("dự án trọng điểm (lũy kế, lấy số cuối)") for name in named)
    assert any(name.endswith("thời hạn giải quyết (lấy số cuối; mức khống chế)") for name in named)


def test_an_annex_tells_the_day_that_was_assigned_and_what_it_was_moved_to(site: Site) -> None:
    """A report sent back in January made "11/01/2023" of the roadmap that was assigned for 2022."""
    with writing(site.workplace.engine) as session:
        checkpoint = session.exec(
            select(Checkpoint)
            .join(*ASSIGNMENT_OF_CHECKPOINT)
            .where(Assignment.unit_id == LATE, Checkpoint.label == "Q4")
            .order_by(Assignment.ref)
        ).first()
        assert checkpoint is not None
        assigned, checkpoint.original_due_on = checkpoint.due_on, date(2022, 12, 15)
    roadmaps = [str(row.cells[4]) for row in _made(site, UnitPaperKind.ANNEX).tables[0].rows]
    assert sum(f"15/12/2022 (nay {assigned:%d/%m/%Y}):" in each for each in roadmaps) == 1
    assert any("nay" not in each for each in roadmaps)


def test_an_annex_of_products_says_nothing_of_sums(shown: Site) -> None:
    paper = paper_as(shown, SECRETARIAT, UnitPaperKind.ANNEX, 24)
    assert paper is not None
    assert not any("cộng dồn" in str(row.cells[1]) for row in paper.tables[0].rows)


@pytest.mark.parametrize(("number", "until"), [(1, date(2022, 6, 30)), (2, date(2022, 9, 30))])
def test_a_report_names_what_is_due_in_the_coming_period_alone(
    shown: Site, number: int, until: date
) -> None:
    period = Quarter(2022, number)
    paper = paper_as(shown, SECRETARIAT, UnitPaperKind.REPORT, period=period)
    assert paper is not None
    days = _coming(paper)
    assert days and all(period.end < day <= until for day in days)


def test_the_years_last_report_has_no_coming_period(shown: Site) -> None:
    assert Quarter(2022, 4).following is None
    assert Quarter(2022, 3).following == Quarter(2022, 4)
    assert paper_as(shown, SECRETARY, UnitPaperKind.REPORT, NOT_LATE) is None  # of another unit


def _coming(paper: Paper) -> list[date]:
    table = paper.blocks[-2]
    assert isinstance(table, PaperTable)
    return [date(*map(int, reversed(str(row.cells[2]).split("/")))) for row in table.rows]


@pytest.mark.parametrize("kind", [UnitPaperKind.ANNEX, UnitPaperKind.DECISION])
def test_nothing_is_assigned_to_a_unit_that_has_ended(site: Site, kind: UnitPaperKind) -> None:
    """Districts ended on 1/7/2025: no decision orders them to do anything since."""
    with writing(site.workplace.engine) as session:
        session.get_one(Unit, LATE).ended_on = date(2022, 5, 1)
    with pytest.raises(BadInput) as refused:
        paper_as(site, SECRETARIAT, kind)
    assert "01/05/2022" in refused.value.text(translator("vi"))
