"""A digest that is written into a folder: which one, of whom, under which names, and once."""

from datetime import date
from pathlib import Path

import pytest
from digest_plan import Plan, two_districts
from digest_plan_work import Q1_END
from sqlalchemy import Engine
from sqlmodel import select

from dondoc.clock import at
from dondoc.errors import BadInput, Refused
from dondoc.services.digest.kept_digests import draw_up
from dondoc.services.digest.publish import DigestOrder, publish
from dondoc.services.figures.quarter import Quarter
from dondoc.services.organisation.viewer import Viewer
from dondoc.store.database import reading, writing
from models.digest import UnitDigest
from models.rules.roles import Mandate
from models.unit import UnitName

AS_OF = date(2022, 4, 8)
NOW = at(AS_OF, 18)
UNITS = 3  # two districts and a department


@pytest.fixture
def office(engine: Engine) -> Engine:
    with writing(engine) as session:
        plan = two_districts(session)
        plan.done("KND@LT/Q1", Q1_END, 60)
        _rename(plan)
    return engine


def _rename(plan: Plan) -> None:
    """From April on Lập Thạch is called otherwise: the first quarter knows its old code."""
    plan.session.exec(select(UnitName).where(UnitName.code == "LT")).one().valid_to = Q1_END
    plan.session.add(
        UnitName(
            unit_id=plan.units["LT"].key, code="LTM", name="xã Lập Thạch",
            valid_from=date(2022, 4, 1),
        )
    )  # fmt: skip


def test_it_is_written_in_both_languages_as_page_and_as_text(office: Engine, tmp_path: Path):
    order = DigestOrder("2022-Q1", AS_OF, office="Tỉnh ủy")
    published = publish(office, order, NOW, tmp_path / "new")
    assert published.created
    assert [path.name for path in published.files] == [
        f"2022-Q1-20220408.{lang}.{kind}" for lang in ("vi", "en") for kind in ("html", "txt")
    ]
    page, text, english, _ = (path.read_text(encoding="utf-8") for path in published.files)
    assert "<html" in page and "<html" not in text and "Tỉnh ủy" in page
    assert "BÁO CÁO TỔNG HỢP QUÝ I/2022" in text and text == published.texts["vi"]
    assert '<html lang="en"' in english
    assert "SỐ LIỆU MẪU" not in page


def test_the_same_order_again_is_the_same_digest(office: Engine, tmp_path: Path):
    order = DigestOrder("2022-Q1", AS_OF, sample=True)
    first = publish(office, order, NOW, tmp_path)
    again = publish(office, order, at(AS_OF, 20), tmp_path)
    assert (first.created, again.created) == (True, False)
    assert again.figures == first.figures
    assert "SỐ LIỆU MẪU" in first.texts["vi"]


def parts_kept(office: Engine) -> int:
    with reading(office) as session:
        return len(session.exec(select(UnitDigest)).all())


def test_every_way_of_compiling_keeps_the_parts_of_the_units(office: Engine, tmp_path: Path):
    """Else an issued digest would bring no unit its part, and say nothing of it."""
    publish(office, DigestOrder("2022-Q1", AS_OF), NOW, tmp_path)
    assert parts_kept(office) == UNITS


def test_parts_that_an_older_version_did_not_keep_are_added(office: Engine, tmp_path: Path):
    order = DigestOrder("2022-Q1", AS_OF)
    publish(office, order, NOW, tmp_path)
    with writing(office) as session:
        for part in session.exec(select(UnitDigest)).all():
            session.delete(part)
    assert not publish(office, order, NOW, tmp_path).created
    assert parts_kept(office) == UNITS


def test_a_units_digest_bears_its_code_and_counts_it_alone(office: Engine, tmp_path: Path):
    """Under the code that it had in the quarter, whatever it is called on the day."""
    published = publish(office, DigestOrder("2022-Q1", AS_OF, unit="LT"), NOW, tmp_path)
    assert published.files[0].name == "2022-Q1-LT-20220408.vi.html"
    assert published.figures.unit == "xã Lập Thạch"
    assert published.figures.counts.total == 2
    everybody = publish(office, DigestOrder("2022-Q1", AS_OF), NOW, tmp_path)
    assert (everybody.figures.unit, everybody.figures.counts.total) == ("", 5)


def test_it_is_of_the_day_that_was_asked_for(office: Engine, tmp_path: Path):
    published = publish(office, DigestOrder("2022-Q1", date(2022, 3, 30)), NOW, tmp_path)
    assert published.figures.as_of == date(2022, 3, 30)
    assert published.figures.counts.done == 0


def test_a_unit_that_is_not_there_is_refused(office: Engine, tmp_path: Path):
    with pytest.raises(BadInput):
        publish(office, DigestOrder("2022-Q1", AS_OF, unit="NOWHERE"), NOW, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_the_page_draws_a_unit_up_by_the_code_that_it_had_in_the_quarter(office: Engine):
    hoa = Viewer(1, "HOA", "Hoa", "vi", AS_OF, mandates=frozenset({Mandate.SECRETARIAT}))
    with reading(office) as session:
        drawn = draw_up(session, hoa, Quarter(2022, 1), NOW, "LT").whole
        assert (drawn.figures["unit"], drawn.unit_id, drawn.as_of) == ("xã Lập Thạch", 1, AS_OF)
        assert draw_up(session, hoa, Quarter(2022, 2), NOW, "LTM").whole.unit_id == 1
        with pytest.raises(BadInput):
            draw_up(session, hoa, Quarter(2022, 1), NOW, "LTM")
        with pytest.raises(BadInput, match="ahead"):
            draw_up(session, hoa, Quarter(2022, 3), NOW)


def test_a_quarter_may_be_drawn_up_from_its_first_day_on(office: Engine):
    hoa = Viewer(1, "HOA", "Hoa", "vi", AS_OF, mandates=frozenset({Mandate.SECRETARIAT}))
    with reading(office) as session:
        drawn = draw_up(session, hoa, Quarter(2022, 2), at(date(2022, 4, 1)))
        assert drawn.whole.quarter == "2022-Q2"


def test_only_the_secretariat_draws_a_digest_up(office: Engine):
    head = Viewer(1, "HOA", "Hoa", "vi", AS_OF, mandates=frozenset({Mandate.STANDING_COMMITTEE}))
    with reading(office) as session, pytest.raises(Refused):
        draw_up(session, head, Quarter(2022, 1), NOW)
