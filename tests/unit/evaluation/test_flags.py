"""Observations for whoever evaluates: each with its numbers, none by the order of what comes in."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.services.evaluation.people.flags import flag_parameters
from models.rules.evaluation_flags import (
    Flag,
    FlagKind,
    FlagParameters,
    FlagReport,
    FlagWork,
    flags_of,
    self_scores_never_differ,
)
from models.rules.indicators import Direction, Kind

DUE = date(2022, 3, 31)
P = FlagParameters(Decimal(50), 7, 3, 3, 3)


def work(ref: str = "A@X/Q1", **facts: object) -> FlagWork:
    given_facts = {
        "ref": ref, "assignment": ref.partition("/")[0], "kind": Kind.INCREMENT,
        "direction": Direction.HIGHER, "due_on": DUE, "last_day": DUE, **facts,
    }  # fmt: skip
    return FlagWork(**given_facts)  # type: ignore[arg-type]


def report(
    days_before: int, value: int | None = None, *files: str, final: bool = True
) -> FlagReport:
    number = None if value is None else Decimal(value)
    return FlagReport(DUE - timedelta(days=days_before), number, final, frozenset(files))


def kinds(
    *works: FlagWork, earlier: tuple[FlagWork, ...] = (), by: FlagParameters = P
) -> list[FlagKind]:
    return [flag.kind for flag in flags_of(works, earlier, by)]


@pytest.mark.parametrize(
    ("direction", "target", "last", "is_flag"),
    [
        (Direction.HIGHER, 90, 100, True),
        (Direction.HIGHER, 100, 100, False),
        (Direction.LOWER, 12, 10, True),
        (Direction.LOWER, 10, 10, False),
        (Direction.HIGHER, 90, None, False),
    ],
)
def test_a_target_that_asks_for_less_than_last_year(
    direction: Direction, target: int, last: int | None, is_flag: bool
) -> None:
    one = work(direction=direction, target=Decimal(target),
               last_year=None if last is None else Decimal(last))  # fmt: skip
    assert kinds(one) == ([FlagKind.TARGET_BELOW_LAST_YEAR] if is_flag else [])


def test_two_checkpoints_of_one_assignment_make_one_observation() -> None:
    facts = {"target": Decimal(1), "last_year": Decimal(2)}
    (flag,) = flags_of([work("A@X/M2", **facts), work("A@X/M1", **facts)], (), P)
    assert flag.refs == ("A@X/M1", "A@X/M2")


def test_what_grew_in_the_last_week_is_said_with_its_share() -> None:
    one = work(value=Decimal(10), reports=(report(30, 4, final=False), report(1, 10)))
    (flag,) = flags_of([one], (), P)
    assert flag.kind is FlagKind.LAST_WEEK_JUMP
    assert flag.numbers == {"late": 6, "grew": 10, "percent": 60, "days": 7}


def test_the_share_is_reached_at_exactly_its_number_and_not_below() -> None:
    half = work(reports=(report(8, 5, final=False), report(0, 10)))
    less = work(reports=(report(8, 6, final=False), report(0, 10)))
    assert kinds(half) == [FlagKind.LAST_WEEK_JUMP]
    assert kinds(less) == []


def test_the_seventh_day_before_the_end_is_before_the_last_week() -> None:
    before = work(reports=(report(20, 1, final=False), report(7, 10)))
    within = work(reports=(report(20, 1, final=False), report(6, 10)))
    assert kinds(before) == []
    assert kinds(within) == [FlagKind.LAST_WEEK_JUMP]


def test_whoever_reports_once_makes_no_jump() -> None:
    assert kinds(work(reports=(report(0, 10),))) == []


def test_a_running_total_grows_from_the_checkpoint_before() -> None:
    facts = {"kind": Kind.RUNNING_TOTAL, "reports": (report(30, 98, final=False), report(0, 100))}
    assert kinds(work(**facts)) == []  # 2 of 100
    assert kinds(work(before=Decimal(97), **facts)) == [FlagKind.LAST_WEEK_JUMP]  # 2 of 3


def test_a_running_total_that_falls() -> None:
    facts = {"kind": Kind.RUNNING_TOTAL, "assignment": "A@X"}
    first = work("A@X/Q1", value=Decimal(9), due_on=DUE - timedelta(days=90), **facts)
    later = work("A@X/Q2", value=Decimal(8), **facts)
    (flag,) = flags_of([later], [first], P)
    assert (flag.kind, flag.refs) == (FlagKind.FALLING_TOTAL, ("A@X/Q1", "A@X/Q2"))
    assert flag.numbers == {"before": 9, "now": 8}
    assert kinds(replace(later, value=Decimal(9)), earlier=(first,)) == []
    assert (
        kinds(replace(later, kind=Kind.LAST_VALUE), earlier=(replace(first, kind=Kind.LAST_VALUE),))
        == []
    )


def test_100_percent_everywhere_needs_enough_tasks_and_no_other_result() -> None:
    full = [work(f"{n}@X/Q1", expected=Decimal(n + 1), value=Decimal(n + 1)) for n in range(3)]
    assert kinds(*full) == [FlagKind.FULL_EVERYWHERE]
    assert kinds(*full[:2]) == []
    assert kinds(*full, work("Z@X/Q1", expected=Decimal(4), value=Decimal(5))) == []


def test_one_file_for_two_results_but_not_twice_for_one() -> None:
    one, two = (
        work("A@X/Q1", reports=(report(9, 1, "f"),)),
        work("B@X/Q1", reports=(report(9, 1, "f"),)),
    )
    again = work("A@X/Q1", reports=(report(9, 1, "f"), report(8, 1, "f")))
    (flag,) = flags_of([one], [two], P)
    assert (flag.kind, flag.refs) == (FlagKind.SAME_FILE, ("A@X/Q1", "B@X/Q1"))
    assert kinds(again) == []
    assert kinds(work("C@X/Q1"), earlier=(one, two)) == []


def test_everything_on_the_last_day() -> None:
    late = [work(f"{n}@X/Q1", reports=(report(0),)) for n in range(3)]
    assert kinds(*late) == [FlagKind.ALL_ON_LAST_DAY]
    assert kinds(*late[:2]) == []
    assert kinds(*late, work("Z@X/Q1", reports=(report(1),))) == []
    assert kinds(*late, work("Z@X/Q1")) == [FlagKind.ALL_ON_LAST_DAY]  # not reported says nothing


def test_own_scores_that_are_always_the_decided_ones() -> None:
    same = [(Decimal(90), Decimal(90))] * 3
    flag = self_scores_never_differ(same, P)
    assert flag is not None and flag.numbers == {"periods": 3}
    assert self_scores_never_differ(same[:2], P) is None
    assert self_scores_never_differ([*same, (Decimal(90), Decimal(89))], P) is None


AMOUNTS = st.integers(0, 12).map(Decimal)
REPORTS = st.builds(
    FlagReport,
    on=st.integers(0, 20).map(lambda days: DUE - timedelta(days=days)),
    value=st.none() | AMOUNTS,
    final=st.booleans(),
    files=st.frozensets(st.sampled_from("fgh"), max_size=2),
)
WORKS = st.lists(
    st.builds(
        FlagWork,
        ref=st.sampled_from([f"{name}@X/Q{n}" for name in "ABC" for n in (1, 2)]),
        assignment=st.just(""),
        kind=st.sampled_from([Kind.INCREMENT, Kind.RUNNING_TOTAL]),
        direction=st.sampled_from(Direction),
        due_on=st.just(DUE),
        last_day=st.just(DUE),
        target=st.none() | AMOUNTS,
        last_year=st.none() | AMOUNTS,
        expected=st.none() | AMOUNTS,
        value=st.none() | AMOUNTS,
        before=st.none() | AMOUNTS,
        reports=st.lists(REPORTS, max_size=4).map(tuple),
    ),
    max_size=6,
    unique_by=lambda each: each.ref,
).map(lambda works: [_of_its_assignment(each, works) for each in works])


def _of_its_assignment(each: FlagWork, works: list[FlagWork]) -> FlagWork:
    """The plan of an assignment is one, whichever of its checkpoints is asked."""
    name = each.ref.partition("/")[0]
    first = min((one for one in works if one.ref.startswith(name)), key=lambda one: one.ref)
    return replace(each, assignment=name, kind=first.kind, direction=first.direction,
                   target=first.target, last_year=first.last_year)  # fmt: skip


def said(flags: tuple[Flag, ...]) -> set[tuple[object, ...]]:
    return {(flag.kind, tuple(sorted(flag.numbers.items())), flag.refs) for flag in flags}


@given(WORKS, st.randoms(use_true_random=False))
def test_the_order_of_rows_and_of_reports_changes_nothing(
    works: list[FlagWork], chance: object
) -> None:
    half = len(works) // 2
    now, earlier = works[:half], works[half:]
    mixed = [replace(each, reports=_mixed(each.reports, chance)) for each in works]
    there, before = _mixed(tuple(mixed[:half]), chance), _mixed(tuple(mixed[half:]), chance)
    assert flags_of(there, before, P) == flags_of(now, earlier, P)


def _mixed(rows: tuple, chance) -> tuple:  # type: ignore[type-arg,no-untyped-def]
    rows = list(rows)
    chance.shuffle(rows)
    return tuple(rows)


@given(WORKS, st.integers(0, 60), st.integers(0, 4), st.integers(0, 4))
def test_a_stricter_number_never_adds_an_observation(
    works: list[FlagWork], percent: int, full: int, last: int
) -> None:
    stricter = FlagParameters(P.jump_percent + percent, P.jump_days, 3 + full, 3 + last, 3)
    assert said(flags_of(works, (), stricter)) <= said(flags_of(works, (), P))


def test_the_shipped_numbers_are_read_whole() -> None:
    shipped = flag_parameters()
    assert shipped == FlagParameters(Decimal(50), 7, 5, 3, 4)
