"""A year in sentences: what it rests on, what holds it back, what those who decide read alone."""

from fractions import Fraction
from typing import Any

import pytest

from dondoc.services.evaluation.course.dossiers import DossierRead
from dondoc.services.evaluation.course.frozen_rules import FrozenRules
from dondoc.services.evaluation.course.presence import Presence
from dondoc.services.evaluation.course.score import DossierWork
from dondoc.services.evaluation.course.year_basis import YearBasis, YearPeriod
from dondoc.services.evaluation.course.year_in_words import year_remarks, year_shown
from dondoc.services.evaluation.rule_sets.schema import EvaluationRules
from dondoc.services.evaluation.rule_sets.shipped import shipped_rules
from dondoc.services.evaluation.trials.sums import SumWords
from dondoc.services.figures.quarter import Quarter
from models.evaluation_round import EvaluationDossier
from models.rules.evaluation import Grade
from models.rules.scoring.periods import AbsenceShare
from models.rules.scoring.years import YearPart, YearPartState

VI = SumWords("vi")
THERE = Presence((), AbsenceShare(0, 365, False), None, None)


def frozen(**periods: str) -> FrozenRules:
    decree = shipped_rules("ND-335-2025")
    assert decree is not None
    content = decree.model_dump()
    for name, value in periods.items():
        content["periods"][name] |= {"value": value}
    rules = EvaluationRules.model_validate(content)
    return FrozenRules(rules, rules.parameters(), "sha")


def period(
    number: int, points: int | None, grade: Grade | None = Grade.EXCELLENT, **said: Any
) -> YearPeriod:
    state = YearPartState.NOT_OVER if points is None else YearPartState.DECIDED
    exact = None if points is None else Fraction(points)
    part = YearPart(state, exact, exact and Fraction(0), exact, grade if exact else None)
    return YearPeriod(Quarter(2022, number), part, exact, **said)


def work(rules: FrozenRules, *periods: YearPeriod) -> DossierWork:
    row = EvaluationDossier(round_id=1, person_id=1, unit_id=1, position="Giám đốc", leads=True)
    dossier = DossierRead(row, "an", "An", "Sở Nội vụ")
    return DossierWork(dossier, (), rules, THERE, "sha", YearBasis(periods))


FAILED = Grade.NOT_COMPLETED


def said(meant: DossierWork, *, own: bool = False, brief: bool = False) -> list[tuple[str, bool]]:
    return list(year_remarks(meant, VI, own=own, brief=brief))


def test_it_says_what_is_counted_and_what_becomes_of_the_rest() -> None:
    shown = year_shown(work(frozen(), period(1, 95), period(4, None)), VI)
    assert shown is not None
    assert shown.basis == (
        "Điểm năm là bình quân của 1 kỳ: quý I/2022. Chưa có điểm đã quyết định: quý IV/2022; theo "
        "ND-335-2025: để ngoài bình quân, nêu tên (căn cứ: chưa rõ)."
    )
    assert [(row.short, row.counted, row.total) for row in shown.rows] == [
        ("Q1", True, 95), ("Q4", False, None),
    ]  # fmt: skip


@pytest.mark.parametrize(("rule", "against"), [("left_out", False), ("no_total", True)])
def test_what_lacks_speaks_against_a_grade_only_where_there_is_no_total(
    rule: str, against: bool
) -> None:
    meant = work(frozen(undecided_periods=rule), period(1, 95), period(4, None))
    ((sentence, is_against),) = said(meant)
    assert sentence.startswith("chưa có điểm đã quyết định quý IV/2022: ")
    assert is_against is against
    assert said(meant, brief=True)[0][0] == "1 kỳ chưa có điểm đã quyết định"


def test_a_period_not_completed_is_said_with_what_it_does() -> None:
    periods = period(1, 98), period(2, 93, FAILED)
    binds = work(frozen(one_not_completed="no_excellent"), *periods)
    ((held, against),) = said(binds)
    assert "quý II/2022 không hoàn thành nhiệm vụ: năm nay không xếp loại" in held
    assert against
    assert said(work(frozen(), *periods)) == [("quý II/2022 không hoàn thành nhiệm vụ", False)]


def test_two_running_are_said_to_whoever_decides_and_not_to_the_person() -> None:
    meant = work(frozen(), period(1, 40, FAILED), period(2, 40, FAILED))
    (_, (replacing, against)) = said(meant)
    assert "xem xét thay thế" in replacing
    assert against
    assert len(said(meant, own=True)) == 1


def test_where_it_was_evaluated_and_what_is_to_be_decided_again_stand_beside_the_period() -> None:
    meant = work(
        frozen(), period(1, 95, unit="Sở Y tế", outdated=True), period(2, 95, unit="Sở Nội vụ"),
        period(3, 95, asked_again=True),
    )  # fmt: skip
    shown = year_shown(meant, VI)
    assert shown is not None
    assert [row.notes for row in shown.rows] == [
        ("phải quyết định lại: căn cứ đã thay đổi", "đánh giá ở Sở Y tế"), (),
        ("đang chờ trả lời kiến nghị đánh giá lại",),
    ]  # fmt: skip
    assert [sentence for sentence, _ in said(meant)] == [
        "phải quyết định lại: quý I/2022", "đang chờ trả lời kiến nghị: quý III/2022",
    ]  # fmt: skip
