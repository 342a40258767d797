"""The digest as a page and as plain text."""

import re
from datetime import date

import pytest
from digest_plan import Plan, two_districts
from digest_plan_work import Q1_END
from sqlalchemy import Engine

from dondoc.services.digest.figures import figures
from dondoc.services.digest.render import render_digest
from dondoc.services.figures.quarter import Quarter
from dondoc.services.figures.shapes import DigestFigures
from dondoc.store.database import open_engine, writing
from dondoc.store.migrate import upgrade

AS_OF = date(2022, 4, 8)


@pytest.fixture
def engine(sqlite_url: str) -> Engine:
    """One database is enough: rendering reads none."""
    engine = open_engine(sqlite_url)
    upgrade(engine)
    return engine


def fill(plan: Plan) -> None:
    report = plan.done("KND@LT/Q1", Q1_END, 60)
    plan.hinder(report, "Giá đất <chưa> duyệt & chậm", "Thẩm định sớm", "SVH")
    plan.done("KND@TD/Q1", date(2022, 4, 1), 40)
    plan.report("CD@LT/Q1", Q1_END, 8)


@pytest.fixture
def found(engine: Engine) -> DigestFigures:
    with writing(engine) as session:
        plan = two_districts(session)
        fill(plan)
        return figures(session, plan.programme, Quarter(2022, 1), AS_OF, None)


SUMMARY = (
    "Trong 5 mốc có hạn trong quý: 1 hoàn thành đúng hạn (20%), 1 hoàn thành trễ hạn (20%), "
    "1 chưa hoàn thành, còn trong hạn (20%), 2 quá hạn (40%)."
)


def flat(text: str) -> str:
    return " ".join(text.split())


def test_the_summary_names_its_denominators(found: DigestFigures):
    html, text = render_digest(found)
    assert SUMMARY in html
    assert SUMMARY in flat(text)
    assert "Trong 2 kết quả đã thẩm định so được với kế hoạch, 1 đạt kế hoạch (50%)" in html
    assert "BÁO CÁO TỔNG HỢP QUÝ I/2022" in text
    assert "Số liệu tính đến hết ngày 08/04/2022" in text


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_word_has_its_translation(found: DigestFigures, lang: str):
    for shown in render_digest(found, lang):
        assert not re.search(r"\b(digest|due_state|stage|grade|basis)\.\w+", shown)
        assert not re.search(r"\{\w+\}", re.sub(r"<style>.*?</style>", "", shown, flags=re.S))


def test_the_page_stands_by_itself_and_escapes_what_people_wrote(found: DigestFigures):
    html, text = render_digest(found)
    assert "<script" not in html
    assert not re.search(r"""(src|href)=|url\((?!#)|@import""", html)
    assert "Giá đất &lt;chưa&gt; duyệt &amp; chậm" in html
    assert "<chưa>" in text


def test_states_are_told_by_word_and_shape(found: DigestFigures):
    html, _ = render_digest(found)
    for shape, word in (("✓", "Hoàn thành đúng hạn"), ("○", "Trong hạn"), ("●", "Quá hạn")):
        assert re.search(rf'aria-hidden="true">{shape}</span> {word}', html)


def test_a_sample_is_marked_as_one(found: DigestFigures):
    for shown in render_digest(found, sample=True):
        assert "SỐ LIỆU MẪU" in shown
    for shown in render_digest(found):
        assert "SỐ LIỆU MẪU" not in shown


def test_numbers_stand_under_each_other_in_plain_text(found: DigestFigures):
    _, text = render_digest(found)
    part = text.split("THEO ĐƠN VỊ")[1].split("THEO CHỈ TIÊU")[0]
    rows = [line for line in part.splitlines() if re.search(r"\d", line)]
    assert len(rows) == 6  # two groups, three units, the total
    assert len({re.search(r" {2,}\d+", line).end() for line in rows}) == 1


def test_an_empty_quarter_says_so(engine: Engine):
    with writing(engine) as session:
        plan = two_districts(session)
        found = figures(session, plan.programme, Quarter(2022, 3), date(2022, 3, 1), None)
    html, text = render_digest(found)
    for shown in (html, text):
        assert "Không có mốc nào có hạn trong quý III/2022" in flat(shown)
        assert "hoàn thành đúng hạn (" not in shown


def test_a_unit_digest_bears_its_name(engine: Engine):
    with writing(engine) as session:
        plan = two_districts(session)
        fill(plan)
        unit_id = plan.units["LT"].key
        found = figures(session, plan.programme, Quarter(2022, 1), AS_OF, unit_id)
    html, text = render_digest(found)
    assert "BÁO CÁO TỔNG HỢP QUÝ I/2022 CỦA HUYỆN LẬP THẠCH" in text
    assert "huyện Tam Đảo" not in html
    assert "Theo nhóm đơn vị" not in html
