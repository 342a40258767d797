"""What holds of every total, whoever it is: better work is never less, order decides nothing."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from scoring_rules import reading

from models.rules.objective_causes import CauseState, ShortfallKind
from models.rules.scoring.parameters import ScoringParameters
from models.rules.scoring.readings import (
    BandsOn,
    DeductionBase,
    DeductionFloor,
    Denominator,
    GivenQuality,
    LatenessRule,
    LeaderFormula,
    NothingAssigned,
    ReturnedReports,
    RoundingKind,
    Surplus,
)
from models.rules.scoring.results import (
    LeaderParts,
    NoTotal,
    PeriodFacts,
    TotalPoints,
    total_of,
)
from models.rules.scoring.task_lines import Shortfall, TaskLine

PLACES = st.sampled_from([None, 0, 1, 2])
RULES = st.builds(
    reading,
    deduction=st.sampled_from([Fraction(0), Fraction(25), Fraction(40), Fraction(150)]),
    deduction_base=st.sampled_from(DeductionBase),
    lateness=st.sampled_from(LatenessRule),
    surplus=st.sampled_from(Surplus),
    nothing_assigned=st.sampled_from(NothingAssigned),
    returned_reports=st.sampled_from(ReturnedReports),
    given_quality=st.sampled_from(GivenQuality),
    rounding=st.sampled_from(RoundingKind),
    ratio_places=PLACES,
    result_places=PLACES,
    points_places=PLACES,
    bands_on=st.sampled_from(BandsOn),
    leader_formula=st.sampled_from(LeaderFormula),
)
"""Over the assigned and with a floor: other readings are flagged as doubtful."""
ANY_RULES = st.builds(
    replace,
    RULES,
    denominator=st.sampled_from(Denominator),
    deduction_floor=st.sampled_from(DeductionFloor),
)
SHORTFALLS = st.builds(
    Shortfall,
    st.sampled_from(ShortfallKind),
    st.sampled_from(CauseState),
    st.integers(min_value=1, max_value=9),
)
AMOUNTS = st.fractions(min_value=0, max_value=6, max_denominator=2)
SHARES = st.fractions(min_value=0, max_value=1, max_denominator=5)
LINES = st.builds(
    TaskLine,
    st.text("ABC", min_size=1, max_size=2),
    st.sampled_from([Fraction(1, 2), Fraction(1), Fraction(3)]),
    AMOUNTS,
    AMOUNTS,
    st.lists(SHORTFALLS, max_size=4).map(tuple),
    given_quality=SHARES,
)
LEADERS = st.none() | st.builds(LeaderParts, st.booleans(), st.booleans(), st.booleans())
FACTS = st.builds(
    PeriodFacts,
    st.lists(LINES, min_size=1, max_size=4).map(tuple),
    st.sampled_from([Fraction(0), Fraction("27.995"), Fraction(30)]),
    LEADERS,
)


def points(facts: PeriodFacts, rules: ScoringParameters) -> Fraction | None:
    scored = total_of(facts, rules)
    return None if isinstance(scored, NoTotal) else scored.exact


def is_never_less(better: PeriodFacts, worse: PeriodFacts, rules: ScoringParameters) -> bool:
    more, less = points(better, rules), points(worse, rules)
    return more is None and less is None if None in (more, less) else more >= less  # type: ignore[operator]


def with_first(facts: PeriodFacts, change: Callable[[TaskLine], TaskLine]) -> PeriodFacts:
    return replace(facts, lines=(change(facts.lines[0]), *facts.lines[1:]))


@given(FACTS, RULES, AMOUNTS)
def test_more_done_is_never_less(
    facts: PeriodFacts, rules: ScoringParameters, more: Fraction
) -> None:
    better = with_first(facts, lambda line: replace(line, done=line.done + more))
    assert is_never_less(better, facts, rules)


@given(FACTS, ANY_RULES, SHARES, SHARES)
def test_more_in_quality_is_never_less(
    facts: PeriodFacts, rules: ScoringParameters, one: Fraction, other: Fraction
) -> None:
    worse, better = (
        with_first(facts, lambda line, share=share: replace(line, given_quality=share))  # type: ignore[misc]
        for share in sorted((one, other))
    )
    assert is_never_less(better, worse, rules)


@given(FACTS, ANY_RULES, SHORTFALLS)
def test_one_shortfall_more_is_never_more(
    facts: PeriodFacts, rules: ScoringParameters, another: Shortfall
) -> None:
    worse = with_first(facts, lambda line: replace(line, shortfalls=(*line.shortfalls, another)))
    assert is_never_less(facts, worse, rules)


@given(FACTS, ANY_RULES, st.integers(0, 9), st.integers(0, 9))
def test_earlier_is_never_less(
    facts: PeriodFacts, rules: ScoringParameters, one: int, other: int
) -> None:
    earlier, later = (
        with_first(
            facts,
            lambda line, days=days: replace(  # type: ignore[misc]
                line,
                shortfalls=(
                    *line.shortfalls,
                    Shortfall(ShortfallKind.LATENESS, CauseState.NONE, days),
                ),
            ),
        )
        for days in sorted((one, other))
    )
    assert is_never_less(earlier, later, rules)


@given(FACTS, ANY_RULES, SHORTFALLS)
def test_a_confirmed_cause_is_never_less_and_is_as_if_nothing_had_been(
    facts: PeriodFacts, rules: ScoringParameters, shortfall: Shortfall
) -> None:
    def having(cause: CauseState) -> PeriodFacts:
        extra = replace(shortfall, cause=cause)
        return with_first(facts, lambda line: replace(line, shortfalls=(*line.shortfalls, extra)))

    confirmed = having(CauseState.CONFIRMED)
    assert points(confirmed, rules) == points(facts, rules)
    for cause in CauseState:
        assert is_never_less(confirmed, having(cause), rules)


@given(FACTS, ANY_RULES, st.randoms(use_true_random=False))
def test_the_order_of_rows_decides_nothing(
    facts: PeriodFacts, rules: ScoringParameters, chance: object
) -> None:
    lines = [replace(line, shortfalls=tuple(reversed(line.shortfalls))) for line in facts.lines]
    chance.shuffle(lines)  # type: ignore[attr-defined]
    other = total_of(replace(facts, lines=tuple(lines)), rules)
    scored = total_of(facts, rules)
    if isinstance(scored, NoTotal) or isinstance(other, NoTotal):
        assert type(scored) is type(other)
        return
    assert (scored.exact, scored.rounded, scored.grade) == (
        other.exact,
        other.rounded,
        other.grade,
    )
    assert scored.result.parts == other.result.parts


@given(FACTS, ANY_RULES)
def test_every_number_is_the_sum_of_what_it_says(
    facts: PeriodFacts, rules: ScoringParameters
) -> None:
    scored = total_of(facts, rules)
    if not isinstance(scored, TotalPoints):
        return
    assert scored.exact == scored.general + scored.results
    lines = scored.result.lines
    quantity, quality, progress = scored.result.parts[:3]
    assert quantity.part == sum(each.completed for each in lines)
    assert quality.part == sum(each.quality for each in lines)
    assert progress.part == sum(each.in_time for each in lines)
    assert quantity.whole == sum(each.assigned for each in lines)
    for each in lines:
        taken = sum(one.taken for one in each.deductions)
        floor = rules.deduction_floor is DeductionFloor.ZERO
        counted = rules.given_quality is GivenQuality.COUNTED
        taken += each.completed * (1 - each.line.given_quality) if counted else 0
        assert 2 * each.completed - taken == each.quality + each.in_time or floor


@given(FACTS, ANY_RULES)
def test_a_grade_is_the_band_that_holds_the_points_as_cut(
    facts: PeriodFacts, rules: ScoringParameters
) -> None:
    scored = total_of(facts, rules)
    if not isinstance(scored, TotalPoints):
        return
    cut = scored.rounded if rules.bands_on is BandsOn.ROUNDED else scored.exact
    bands = [*rules.bands, ("not_completed", Fraction(-1000))]
    assert scored.grade == next(grade for grade, least in bands if cut >= least)


@given(FACTS, RULES)
def test_a_total_is_within_what_there_is_to_reach(
    facts: PeriodFacts, rules: ScoringParameters
) -> None:
    reached = points(facts, rules)
    if reached is not None and rules.surplus is not Surplus.UNCUT:
        assert 0 <= reached <= 100
