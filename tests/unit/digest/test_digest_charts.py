"""Charts of a digest: of what was kept with it, the same in every form, none that says nothing."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

from digest_lines import PEN
from docx import Document

from dondoc.exports.charts.course import DayCount
from dondoc.exports.charts.targets import UnitOnRoadmap
from dondoc.exports.charts.unit_bars import UnitCounts
from dondoc.services.digest.charts import charts_of
from dondoc.services.digest.check import faults
from dondoc.services.digest.render import render_digest
from dondoc.services.figures.drawn import DrawnFigures, IndicatorOnRoadmaps
from dondoc.services.figures.report_shapes import DigestReport
from dondoc.services.figures.shapes import DigestFigures
from dondoc.services.papers.context import context_of
from dondoc.services.papers.layouts import PaperForm
from dondoc.services.papers.of_digest import PaperOrder, digest_paper
from dondoc.services.papers.write import FileFormat, written
from models.rules.forecast import ForecastTrial
from models.rules.reporting import ReportsCounted
from models.rules.totals import ComparedResults, Counts

ORDER = PaperOrder(PaperForm.PARTY, date(2022, 7, 11))
FIRST = date(2022, 4, 1)
COURSE = tuple(DayCount(FIRST + timedelta(7 * week), at) for week, at in enumerate((0, 3, 6, 9, 4)))
DUE = (UnitCounts("Lập Thạch", Counts(2, 1, 0, 3)), UnitCounts("Tam Đảo", Counts(4, 0, 0, 1)))
BEHIND = IndicatorOnRoadmaps(
    "Kết nạp đảng viên", "đảng viên",
    tuple(UnitOnRoadmap(name, Decimal(20), Decimal(9), met=False) for name in ("A", "B")),
)  # fmt: skip
DRAWN = DrawnFigures(COURSE, DUE, BEHIND)


ALL = Counts(done_in_time=6, done_late=1, overdue=4)
REPORT = DigestReport(
    year=ALL, due=ALL, later_overdue=4, reports=ReportsCounted(), reports_by_group=(), compared=(),
    transitions=(), changed=(), unchanged=0, below=(), concerns=(), concerns_in_all=0, requests=(),
    officials=(), owners=0, silent_owners=(), removers=(), committees=(), gaps=(), sources=(),
    forecasts=(), trial=ForecastTrial(), drawn=DRAWN,
)  # fmt: skip
DIGEST = DigestFigures(
    programme_year=2022, programme_title="Giao chỉ tiêu", quarter="2022-Q2",
    first_day=FIRST, last_day=date(2022, 6, 30), as_of=date(2022, 7, 11), unit="",
    due_soon_days=5, counts=ALL, verdicts=ComparedResults(), estimates=0, groups=(),
    indicators=(), overdue=(), backlog=(), exceeded=(), difficulties=(), grades=(), report=REPORT,
)  # fmt: skip
TITLES = ["Số mốc quá hạn trong năm", "Đơn vị có mốc quá hạn, trễ hạn"]


def drawn_with(drawn: DrawnFigures | None) -> DigestFigures:
    return replace(DIGEST, report=replace(REPORT, drawn=drawn))


def test_the_course_the_units_and_their_roadmaps_are_drawn_and_today_is_not_marked() -> None:
    charts = charts_of(PEN, DIGEST)
    assert [chart.name for chart in charts] == ["course", "units", "targets"]
    assert "chart.today" not in str(charts) and PEN.tr("chart.today") not in str(charts[0].picture)


def test_a_digest_kept_before_charts_or_without_data_draws_none() -> None:
    plain = DIGEST.as_json()
    plain["report"].pop("drawn")
    plain["report"]["charts"] = ["progress", "units", "course", "forecast"]
    for figures in (
        DigestFigures.from_json(plain),
        replace(DIGEST, report=None),
        drawn_with(DrawnFigures()),
        drawn_with(DrawnFigures(tuple(DayCount(one.day, 1) for one in COURSE), DUE[:1])),
    ):
        assert charts_of(PEN, figures) == ()
        assert "<figure" not in render_digest(figures)[0]
        assert all(
            block["sort"] != "chart" for block in context_of(digest_paper(figures, ORDER))["blocks"]
        )


def test_what_was_kept_draws_the_same_again() -> None:
    assert charts_of(PEN, DigestFigures.from_json(DIGEST.as_json())) == charts_of(PEN, DIGEST)


def test_the_page_has_the_figures_beside_each_picture_as_a_table() -> None:
    page = render_digest(DIGEST)[0]
    assert page.count("<figure") == page.count("</figure>") == 3
    for title in TITLES:
        assert f"<caption>{PEN.tr('chart.table')}: {title}</caption>" in page
    assert '<th scope="row">08/04/2022</th><td>3</td>' in page


def test_word_shows_the_same_pictures_with_words_and_they_fit_between_the_margins() -> None:
    paper = digest_paper(DIGEST, ORDER)
    document = Document(BytesIO(written(paper, FileFormat.DOCX)))
    shown = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert shown == [chart.words for chart in charts_of(PEN, DIGEST)]
    assert len({shape._inline.docPr.get("id") for shape in document.inline_shapes}) == 3
    room = float(paper.layout.page.body)
    assert {round(shape.width.mm) for shape in document.inline_shapes} == {round(room)}
    text = [paragraph.text for paragraph in document.paragraphs]
    assert set(TITLES) < set(text)


def test_pdf_has_the_pictures_with_their_words() -> None:
    with_charts, without = (
        written(digest_paper(figures, ORDER), FileFormat.PDF)
        for figures in (DIGEST, drawn_with(None))
    )
    assert len(with_charts) > len(without)
    assert with_charts.count(b"/Figure") == 3 and b"/Figure" not in without


def test_pictures_that_say_something_else_than_the_tables_are_not_compiled() -> None:
    assert "drawn" not in str(list(faults(DIGEST)))
    wrong = replace(DRAWN, course=(*COURSE[:-1], DayCount(DIGEST.as_of, 5)), due=DUE[:1])
    found = {fault.where for fault in faults(drawn_with(wrong))}
    assert {"drawn.course", "drawn.units.overdue", "drawn.units.done_in_time"} <= found


def test_a_course_that_ended_with_its_year_before_the_digests_day_is_not_compared() -> None:
    ended = replace(DRAWN, course=(*COURSE[:-1], DayCount(DIGEST.as_of - timedelta(days=1), 5)))
    assert "drawn.course" not in {fault.where for fault in faults(drawn_with(ended))}
