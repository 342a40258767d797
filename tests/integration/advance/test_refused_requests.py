"""After a refused request nobody is listed as silent before there was time to report."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from former_officials import waiting
from product_world import Product, person
from sqlalchemy import Engine, select

from dondoc.errors import Refused
from dondoc.services.boards.item import item_page
from dondoc.services.boards.item_why import happened, why
from dondoc.services.boards.my_work.my_work import my_work
from dondoc.services.organisation.viewer import open_viewer
from dondoc.services.programme.frames import frame_of
from dondoc.services.verification.queues import Queue
from dondoc.services.work.checkpoints import load_checkpoints
from dondoc.services.work.earlier_days import as_on
from dondoc.services.working_days.effects import effects_of
from dondoc.store.database import writing
from models.assignment import Checkpoint
from models.rules.checkpoints import Act

# Due on Thursday 31 March; the cut-off is 7 April. The 11th is a holiday.
ASKED, REFUSED, UNTIL, OVER = (date(2022, 4, day) for day in (6, 12, 19, 20))
NOBODY, ONE = (0, 0, 0), (1, 1, 0)


@pytest.fixture(params=[True, False], ids=["drained", "waiting"])
def product(engine: Engine, tmp_path: Path, request: pytest.FixtureRequest) -> Product:
    return Product(engine, tmp_path / "evidence", drains=request.param)


def asks(product: Product, day: date) -> None:
    said: dict[str, Any] = {"reason": "chờ ký", "new_due_on": date(2022, 4, 29)}
    product.on(day).does(Act.ASK_EXTENSION, "an", **said)


def is_refused(product: Product, day: date = REFUSED) -> None:
    product.on(day).does(Act.REFUSE_EXTENSION, "dung", reason="đủ thời gian")


def test_it_is_listed_as_silent_once_the_time_after_the_refusal_is_over(product: Product) -> None:
    asks(product, ASKED)
    is_refused(product)
    for day in (REFUSED, UNTIL):
        assert waiting(product.on(day), "dung", Queue.SILENT) == NOBODY
        with pytest.raises(Refused, match="waited_for_answer"):
            product.does(Act.NOT_REPORTED, "dung")
    assert waiting(product.on(OVER), "dung", Queue.SILENT) == ONE
    assert product.does(Act.NOT_REPORTED, "dung").view.missing


def test_what_was_asked_after_the_cut_off_stays_listed_when_it_is_refused(
    product: Product,
) -> None:
    asks(product, date(2022, 4, 8))
    assert waiting(product, "dung", Queue.SILENT) == NOBODY
    is_refused(product)
    assert waiting(product, "dung", Queue.SILENT) == ONE


def test_pages_say_until_when_there_is_time(product: Product) -> None:
    asks(product, ASKED)
    is_refused(product)
    assert product.view.refused_request == (REFUSED, UNTIL)
    with product.looked_at() as (session, programme):
        viewer = open_viewer(session, person(session, "an"), programme, REFUSED)
        page = item_page(session, programme, viewer, product.ref, product.clock.now())
        assert page is not None
        words = " ".join(why(page, page.focus, REFUSED, "vi"))
        assert "không được chấp thuận ngày 12/04/2022: thời hạn vẫn là 31/03/2022" in words
        assert "còn được báo cáo đến hết ngày 19/04/2022" in words
        told = [one.what for one in happened(page, "vi")]
        assert any("được báo cáo đến hết ngày 19/04/2022" in what for what in told) is (
            product.drains
        )
        (duty,) = my_work(session, programme, viewer, product.clock.now()).duties
        assert duty.report_until == UNTIL
    assert product.on(UNTIL).view.refused_request == (REFUSED, UNTIL)
    assert product.on(OVER).view.refused_request is None


def test_an_earlier_day_knows_only_what_was_refused_by_then(product: Product) -> None:
    asks(product, ASKED)
    is_refused(product)
    with product.on(OVER).looked_at() as (session, programme):
        frame = frame_of(session, programme)
        key = session.scalars(select(Checkpoint)).one().key
        loaded = load_checkpoints(session, frame, [key])
        facts = [
            as_on(session, loaded, date(2022, 4, day))[key].facts for day in (5, 6, 11, 12, 20)
        ]
    assert [each.asked_on for each in facts] == [None, ASKED, ASKED, None, None]
    assert [each.refused_on for each in facts] == [None, None, None, REFUSED, REFUSED]


def test_a_day_off_says_beforehand_about_whom_silence_may_be_recorded_no_more(
    engine: Engine, tmp_path: Path
) -> None:
    """The time after the refusal is over today, and would not be if its last day had been off."""
    product = Product(engine, tmp_path / "evidence", drains=True)
    asks(product, ASKED)
    is_refused(product)
    with product.looked_at() as (session, _):
        assert effects_of(session, {UNTIL: False}, OVER).silences == 1
        assert effects_of(session, {UNTIL: False}, UNTIL).silences == 0
        assert effects_of(session, {date(2022, 4, 7): False}, date(2022, 4, 8)).silences == 0
    with writing(engine) as session:  # overdue for so long that its own cut-off is out of reach
        session.scalars(select(Checkpoint)).one().due_on = date(2021, 11, 1)
    with product.looked_at() as (session, _):
        assert effects_of(session, {UNTIL: False}, OVER).silences == 1
