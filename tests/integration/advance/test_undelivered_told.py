"""What is said of a product that is not there: hints, digests, history, letters, corrections."""

from datetime import date
from pathlib import Path

import pytest
from composed_letter import compose
from old_marks import mark_for_all
from product_world import IN_TIME, LATE, Product, person
from sqlalchemy import Engine
from sqlmodel import col, select

from dondoc.services.advance.drain import advance
from dondoc.services.audit import verify
from dondoc.services.boards.overdue.board_rows import rows_of
from dondoc.services.boards.overdue.question import open_scope
from dondoc.services.digest.figures import figures
from dondoc.services.figures.quarter import Quarter
from dondoc.services.organisation.viewer import open_viewer
from dondoc.services.reminders.explain.explain import explain_item
from dondoc.services.reminders.gather.gather import gather
from dondoc.services.reminders.letters.sender import LettersSender
from dondoc.services.verification.claims import claims
from dondoc.store.database import reading
from models.assignment import Checkpoint
from models.event import Event
from models.message import Message
from models.nudge import Nudge
from models.rules.checkpoints import Act
from models.rules.due import DueState
from models.rules.due_parts import DuePart
from models.rules.totals import Counts
from models.rules.warnings import Hint
from models.verdict import Evaluation


@pytest.fixture(params=[True, False], ids=["drained", "pending"])
def product(engine: Engine, tmp_path: Path, request: pytest.FixtureRequest) -> Product:
    return Product(engine, tmp_path / "evidence", drains=request.param)


def test_whoever_verifies_is_narrative_that_it_is_not_there_and_what_a_later_report_would_replace(
    product: Product,
):
    product.on(IN_TIME).does(Act.REPORT, "an", delivered=False)
    assert Hint.UNDELIVERED in hints(product)
    assert Hint.MAKES_GOOD not in hints(product)
    product.does(Act.VERIFY, "dung").on(LATE).does(Act.REPORT, "an", delivered=True)
    assert Hint.MAKES_GOOD in hints(product)
    assert Hint.UNDELIVERED not in hints(product)


def test_whoever_verifies_is_narrative_that_it_came_on_a_day_off_after_its_last_day(
    product: Product,
):
    friday, saturday = date(2022, 4, 1), date(2022, 4, 2)
    product.on(IN_TIME).does(Act.CHANGE_DUE, "dung", new_due_on=friday, reason="đổi")
    product.on(friday).does(Act.REPORT, "an", delivered=True)
    assert not {Hint.LATE, Hint.JUST_LATE} & hints(product)
    product.on(saturday).does(Act.REPORT, "an", delivered=True, confirmed=True)
    assert Hint.JUST_LATE in hints(product)


def hints(product: Product) -> set[Hint]:
    with product.looked_at() as (session, programme):
        viewer = open_viewer(session, person(session, "dung"), programme, product.clock.today())
        scope = open_scope(session, programme, viewer)
        (claimed,) = claims(scope, rows_of(scope, [1])).values()
        return {seen.hint for seen in claimed.hints}


def test_a_digest_of_an_earlier_day_tells_what_was_known_then(product: Product):
    product.not_delivered().on(LATE).does(Act.EVALUATE, "giang")
    product.on(LATE).does(Act.REPORT, "an", delivered=True)
    product.on(date(2022, 4, 13)).does(Act.RETURN, "dung", reason="chưa có biên bản")
    product.on(date(2022, 4, 14)).does(Act.REPORT, "an", delivered=True)
    product.does(Act.VERIFY, "dung")
    told = {day: digest(product, date(2022, 4, day)) for day in (11, 12, 13, 14)}
    assert told == {
        11: Counts(overdue=1, undelivered=1),
        12: Counts(overdue=1, waiting=1),
        13: Counts(overdue=1, undelivered=1),
        14: Counts(done_late=1),
    }


def digest(product: Product, day: date) -> Counts:
    with product.looked_at() as (session, programme):
        return figures(session, programme, Quarter(2022, 1), day, None).counts


def test_the_history_of_a_finding_made_good_holds_together(engine: Engine, tmp_path: Path):
    product = Product(engine, tmp_path / "evidence", drains=True)
    product.not_delivered().on(LATE).does(Act.EVALUATE, "giang")
    product.on(LATE).does(Act.REPORT, "an", delivered=True)
    product.does(Act.RETURN, "dung", reason="chưa có biên bản")
    with reading(engine) as session:
        assert verify(session).findings == ()
    product.on(date(2022, 4, 14)).does(Act.REPORT, "an", delivered=True)
    for act, by in ((Act.VERIFY, "dung"), (Act.EVALUATE, "giang")):
        with reading(engine) as session:
            assert verify(session).findings == ()
        product.does(act, by)
    with reading(engine) as session:
        assert verify(session).findings == ()
        assert session.exec(select(Checkpoint.returns)).one() == 1


def test_whoever_answers_hears_that_their_later_report_was_returned(product: Product):
    product.not_delivered()
    product.on(LATE).does(Act.REPORT, "an", delivered=True)
    product.does(Act.RETURN, "dung", reason="chưa có biên bản")
    advance(product.engine, product.clock)
    told = gather(product.engine, product.clock.now())
    assert (told.lines, dict(told.moot)) == (1, {})


def test_once_the_work_is_done_a_return_before_it_is_no_news(product: Product):
    product.not_delivered()
    product.on(LATE).does(Act.REPORT, "an", delivered=True)
    product.does(Act.RETURN, "dung", reason="chưa có biên bản")
    product.does(Act.REPORT, "an", delivered=True).does(Act.VERIFY, "dung")
    advance(product.engine, product.clock)
    told = gather(product.engine, product.clock.now())
    assert (told.lines, dict(told.moot)) == (0, {"moot.settled": 1})


def test_nobody_is_reminded_of_a_report_that_was_given(product: Product):
    product.not_delivered()
    advance(product.engine, product.clock)
    with product.looked_at() as (session, _):
        assert session.exec(select(Nudge)).all() == []


def test_a_correction_takes_back_the_one_mark_that_a_verdict_of_before_had(product: Product):
    product.on(LATE).does(Act.REPORT, "an", delivered=True)
    product.does(Act.VERIFY, "dung")
    advance(product.engine, product.clock)
    mark_for_all(product.engine)
    product.does(Act.CORRECT, "em", delivered=True, reason="xét lại")
    assert product.view.objective_cause and product.view.has_mark_for_all
    product.does(Act.CORRECT, "em", delivered=True, reason="xét lại", objective_cause=False)
    assert not product.view.objective_cause
    advance(product.engine, product.clock)
    assert not product.view.objective_cause
    with product.looked_at() as (session, _):
        told = [one.data for one in session.exec(select(Event).order_by(col(Event.id)))]
    changed = [one for one in told if "old_objective_cause" in one]
    assert [one["old_objective_cause"] for one in changed] == [True] * len(changed)
    assert {one["objective_cause"] for one in changed} == {False}
    assert {one["act"] for one in changed} == {"correct"}


def test_an_excused_lateness_takes_nothing_off(product: Product):
    product.on(LATE).does(Act.REPORT, "an", delivered=True)
    product.does(Act.VERIFY, "dung").does(Act.EVALUATE, "giang")
    cause = {"about": "lateness", "since": IN_TIME, "reason": "lũ"}
    product.does(Act.CONFIRM_CAUSE, "em", **cause).does(Act.EVALUATE, "giang")
    with product.looked_at() as (session, _):
        scores = session.exec(select(Evaluation.progress).order_by(col(Evaluation.id))).all()
    assert scores == [75, 100]


def test_the_letter_of_a_returned_later_report_promises_no_letter_that_never_comes(
    product: Product,
):
    product.not_delivered()
    product.on(LATE).does(Act.REPORT, "an", delivered=True)
    product.does(Act.RETURN, "dung", reason="chưa có biên bản")
    advance(product.engine, product.clock)
    gather(product.engine, product.clock.now())
    with product.looked_at() as (session, _):
        office = LettersSender("Văn phòng", "dondoc@localhost")
        letters = [
            compose(session, message, product.clock.now(), office).text
            for message in session.exec(select(Message)).all()
        ]
    (text,) = [letter for letter in letters if "chưa có biên bản" in letter]
    assert "thư tiếp theo" not in text  # what was found is not reminded of


def test_why_nobody_is_reminded_of_what_is_overdue_is_said_truly(product: Product):
    product.not_delivered().on(LATE)
    with product.looked_at() as (session, programme):
        why = explain_item(session, programme, product.ref, product.clock.now())
    assert why.suppressed == ("moot.undelivered",)
    product.does(Act.REPORT, "an", delivered=True)
    with product.looked_at() as (session, programme):
        why = explain_item(session, programme, product.ref, product.clock.now())
    assert why.suppressed == ("moot.reported",)


def test_a_product_that_was_said_to_be_there_is_late_from_the_day_it_was_found_not_to_be(
    product: Product,
) -> None:
    product.on(IN_TIME).does(Act.REPORT, "an", delivered=True)
    product.on(LATE).does(Act.VERIFY, "dung", delivered=False, reason="chưa ban hành")
    assert (product.view.state, product.view.days_left) == (DueState.OVERDUE, 0)
    later = product.on(date(2022, 4, 14))
    assert later.view.days_left == -2
    assert later.part() is DuePart.UNDELIVERED
