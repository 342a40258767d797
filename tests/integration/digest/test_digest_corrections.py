"""What was corrected after a period was closed stands in the next digest, old beside new."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from digest_plan import SECRETARY, Plan, two_districts
from digest_plan_work import Q1_END
from digest_quarter import Q1, Q2, Q3
from sqlalchemy import Engine

from dondoc.clock import at
from dondoc.services.digest.compile import draw, keep
from dondoc.services.digest.parts import DigestPart
from dondoc.services.digest.render import render_digest
from dondoc.services.figures.correction_shapes import LateCorrection
from dondoc.services.figures.quarter import Quarter
from dondoc.services.figures.shapes import DigestFigures
from dondoc.store.database import writing
from models.digest import Digest, DigestStep
from models.programme import Programme
from models.rules.checkpoints import Act
from models.rules.digest_life import DigestStepKind
from models.verdict import Verdict, Verification

APPROVED, JULY = date(2022, 4, 8), date(2022, 7, 8)


@pytest.fixture
def plan(engine: Engine) -> Iterator[Plan]:
    with writing(engine) as session:
        made = two_districts(session)
        made.done("KND@LT/Q1", Q1_END, 60)
        made.done("KND@TD/Q1", Q1_END, 40)
        yield made


def drawn_up(
    plan: Plan, period: object = Q1, day: date = APPROVED, as_of: date | None = None, hour: int = 12
) -> Digest:
    return draw(plan.session, plan.programme, period, at(day, hour), as_of or day).whole  # type: ignore[arg-type]


def close(plan: Plan, period: object = Q1, day: date = APPROVED, as_of: date | None = None) -> None:
    approve(plan, drawn_up(plan, period, day, as_of), day)


def approve(plan: Plan, drawn: Digest, day: date = APPROVED) -> None:
    digest, _ = keep(plan.session, drawn)
    plan._add(
        DigestStep(
            digest_id=digest.key, kind=DigestStepKind.APPROVED, person_id=SECRETARY,
            at=at(day, 13),
        )
    )  # fmt: skip


def correct(plan: Plan, ref: str, day: date, value: int, *, drained: bool = True) -> None:
    sent = plan._submit(ref, Act.CORRECT, at(day, 15), drained, reason="Tính trùng")
    plan._add(
        Verification(
            submission_id=sent.key, checkpoint_id=sent.checkpoint_id, verdict=Verdict.CORRECTED,
            value=value,
        )
    )  # fmt: skip


def listed(plan: Plan, period: object = Q2, day: date = JULY) -> tuple[LateCorrection, ...]:
    return told(plan, period, day).report.corrections  # type: ignore[union-attr]


def told(
    plan: Plan,
    period: object,
    day: date,
    part: DigestPart | None = None,
    programme: Programme | None = None,
) -> DigestFigures:
    drawn = draw(
        plan.session,
        programme or plan.programme,
        period,
        at(day, 18),
        day,
        part or DigestPart(),  # type: ignore[arg-type]
    ).whole
    return DigestFigures.from_json(drawn.figures)


@pytest.mark.parametrize("day", [APPROVED, date(2022, 5, 4)])  # the same day counts, too
def test_it_is_listed_with_old_and_new(plan: Plan, day: date):
    close(plan)
    correct(plan, "KND@LT/Q1", day, 55)
    (found,) = listed(plan)
    assert (found.ref, found.old, found.new, found.quarter) == ("KND@LT/Q1", 60, 55, "2022-Q1")
    assert (found.corrected_on, found.reason) == (day, "Tính trùng")
    html, text = render_digest(told(plan, Q2, JULY))
    assert "Tính trùng" in html and "Đính chính kết quả của kỳ đã duyệt" in html
    said = " ".join(text.split())
    assert "Tính trùng" in said and "Đã đính chính 1 kết quả của kỳ đã duyệt." in said
    (table,) = re.findall(r'<table[^>]*class="corrections[^"]*"', html)
    assert "listed" in table  # as every numbered one: its first column is narrow


def test_nothing_is_where_nothing_was_closed_or_changed(plan: Plan):
    correct(plan, "KND@LT/Q1", date(2022, 4, 4), 55)
    close(plan)  # which said 55 already
    assert listed(plan) == ()
    correct(plan, "KND@LT/Q1", date(2022, 5, 4), 55)
    assert listed(plan) == ()


def test_each_is_narrative_once(plan: Plan):
    close(plan)
    correct(plan, "KND@LT/Q1", date(2022, 5, 4), 55)
    close(plan, Q2, JULY)
    correct(plan, "KND@TD/Q1", date(2022, 8, 4), 42)
    assert [each.ref for each in listed(plan, Q3, date(2022, 10, 8))] == ["KND@TD/Q1"]


def test_what_was_corrected_after_the_day_of_its_figures_is_narrative(plan: Plan):
    close(plan, as_of=Q1_END)
    correct(plan, "KND@LT/Q1", date(2022, 4, 4), 55)  # before it was compiled: it says 60
    assert [(each.old, each.new) for each in listed(plan)] == [(60, 55)]
    close(plan, Q2, JULY, as_of=date(2022, 6, 30))
    assert listed(plan, Q3, date(2022, 10, 8)) == ()


def test_what_the_next_digest_came_too_early_for_is_narrative_in_the_one_after(plan: Plan):
    close(plan)
    correct(plan, "KND@LT/Q1", date(2022, 7, 4), 55)
    close(plan, Q2, JULY, as_of=date(2022, 6, 30))
    assert [each.ref for each in listed(plan, Q3, date(2022, 10, 8))] == ["KND@LT/Q1"]


def test_a_unit_is_narrative_of_its_own(plan: Plan):
    close(plan)
    correct(plan, "KND@LT/Q1", date(2022, 5, 4), 55)
    other = DigestPart(unit_id=plan.units["TD"].key)
    assert told(plan, Q2, JULY, other).report.corrections == ()  # type: ignore[union-attr]


def test_what_is_committed_while_the_digest_is_drawn_up_is_told_in_the_next_one(plan: Plan):
    drawn = drawn_up(plan, hour=16)
    correct(plan, "KND@LT/Q1", APPROVED, 55)  # recorded at 15, and committed after it was read
    approve(plan, drawn)
    assert [(each.old, each.new) for each in listed(plan)] == [(60, 55)]
    close(plan, Q2, JULY)
    assert listed(plan, Q3, date(2022, 10, 8)) == ()


def test_what_the_approved_digest_saw_is_told_by_none(plan: Plan):
    correct(plan, "KND@LT/Q1", APPROVED, 55)  # at 15, while it says that it began at 12
    close(plan)
    assert listed(plan) == ()
    correct(plan, "KND@LT/Q1", date(2022, 5, 4), 50)
    assert [(each.old, each.new) for each in listed(plan)] == [(55, 50)]


def test_of_a_digest_that_noted_none_the_time_says_what_it_knew(plan: Plan):
    old = drawn_up(plan)
    old.figures["report"]["corrections_known"] = None
    approve(plan, old)
    correct(plan, "KND@LT/Q1", APPROVED, 55)
    assert [(each.old, each.new) for each in listed(plan)] == [(60, 55)]


@pytest.fixture
def next_year(plan: Plan) -> Programme:
    made = Programme(
        year=2023, title="2023", rule_set_id=plan.programme.rule_set_id, created_at=at(APPROVED)
    )
    plan.session.add(made)
    plan.session.flush()
    return made


def test_what_the_old_year_has_no_digest_for_is_told_in_the_first_of_the_new_one(
    plan: Plan, next_year: Programme
):
    close(plan)
    correct(plan, "KND@LT/Q1", date(2023, 2, 14), 55)
    plan.programme, old_year = next_year, plan.programme
    other = plan.units["TD"].key
    april, first = date(2023, 4, 8), Quarter(2023, 1)
    (found,) = told(plan, first, april).report.corrections  # type: ignore[union-attr]
    assert (found.ref, found.old, found.new, found.quarter) == ("KND@LT/Q1", 60, 55, "2022-Q1")
    assert "2022" in render_digest(told(plan, first, april))[1]
    assert told(plan, first, april, DigestPart(unit_id=other)).report.corrections == ()  # type: ignore[union-attr]
    close(plan, first, april)
    second = told(plan, Quarter(2023, 2), date(2023, 7, 8))
    assert second.report is not None and second.report.corrections == ()
    again = told(plan, Q2, JULY, programme=old_year)  # its own year knows nothing of later
    assert again.report is not None and again.report.corrections == ()
