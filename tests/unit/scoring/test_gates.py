"""Gates: which stay open, and how far one falls below them (cases G01, G05, G11)."""

import pytest
from scoring_rules import C, E, G, N, exact, failed, late, line, reading

from models.rules.evaluation import Grade
from models.rules.objective_causes import CauseState
from models.rules.scoring.gates import (
    GateFacts,
    GateState,
    TaskCounts,
    WhoIsGraded,
    counts_of,
    short_through_own_fault,
    through_gates,
)
from models.rules.scoring.readings import (
    Discipline,
    Exceeding,
    ExcusedLateness,
    FallBelowGate,
    ReturnedReports,
    UnderFullQuantity,
)

ONE_STEP, CASCADE = (reading(fall_below_gate=each) for each in FallBelowGate)
OFFICIAL = WhoIsGraded.OFFICIAL


def facts(tasks: int, done: int, late: int, exceeded: int, repaired: str = "0/0") -> GateFacts:
    part, whole = map(int, repaired.split("/"))
    return GateFacts(OFFICIAL, TaskCounts(tasks, done, late, exceeded), whole, part)


def open_gates(by_points: Grade, of: GateFacts) -> set[tuple[str, str]]:
    gates = through_gates(by_points, of, ONE_STEP).gates
    return {(gate.grade, gate.need) for gate in gates if gate.state is GateState.OPEN}


def fallen(by_points: Grade, of: GateFacts) -> tuple[Grade, Grade]:
    return tuple(through_gates(by_points, of, read).grade for read in (ONE_STEP, CASCADE))  # type: ignore[return-value]


LATE_ONCE = facts(10, 10, 1, 4)
CASES = {
    "G11 A": (
        LATE_ONCE,
        E,
        {("excellent", "every_task_in_time"), ("good", "every_task_in_time")},
        (G, C),
    ),
    "G11 B: 29.85% are not 30": (
        facts(67, 67, 0, 20),
        E,
        {("excellent", "enough_exceeded")},
        (G, G),
    ),
    "G11 C: exactly 30%": (facts(10, 10, 0, 3), E, set(), (E, E)),
    "G11 D": (facts(10, 10, 0, 4, "2/3"), E, {("excellent", "shortcomings_repaired")}, (G, G)),
    "all repaired": (facts(10, 10, 0, 4, "3/3"), E, set(), (E, E)),
    "G01, one late and one short": (
        facts(3, 2, 1, 0),
        G,
        {
            ("good", "every_task_in_time"),
            ("completed", "every_task_done"),
            ("completed", "few_late"),
        },
        (C, N),
    ),
    "exactly 20% late": (facts(10, 10, 2, 3), C, set(), (C, C)),
    "over 20% late": (facts(9, 9, 2, 3), C, {("completed", "few_late")}, (N, N)),
    "nothing below": (facts(3, 0, 3, 0), N, set(), (N, N)),
}


@pytest.mark.parametrize("name", CASES)
def test_it_falls_below_an_open_gate(name: str) -> None:
    of, by_points, still_open, left = CASES[name]
    assert open_gates(by_points, of) == still_open
    assert fallen(by_points, of) == left


def test_it_shows_each_gate_with_its_numbers() -> None:
    outcome = through_gates(E, facts(67, 67, 1, 20, "1/2"), ONE_STEP)
    assert outcome.by_points is E
    shown = [(gate.need, gate.part, gate.whole, gate.limit) for gate in outcome.gates]
    assert shown == [
        ("every_task_done", 67, 67, None),
        ("every_task_in_time", 66, 67, None),
        ("enough_exceeded", 20, 67, 30),
        ("shortcomings_repaired", 1, 2, None),
        ("every_task_in_time", 66, 67, None),
        ("every_task_done", 67, 67, None),
        ("few_late", 1, 67, 20),
    ]


def test_a_surplus_closes_the_gate_of_exceeded_tasks() -> None:
    short, full = (
        counts_of([line("T1", 2, 10, 14), line("T2", 5, 4, done)], reading()) for done in (3, 4)
    )
    assert (short.exceeded, full.exceeded) == (1, 1)
    assert open_gates(E, GateFacts(OFFICIAL, full)) == set()
    assert ("excellent", "every_task_done") in open_gates(E, GateFacts(OFFICIAL, short))
    assert ("excellent", "enough_exceeded") not in open_gates(E, GateFacts(OFFICIAL, short))


def test_it_counts_tasks_as_the_rule_set_reads_them() -> None:
    confirmed = CauseState.CONFIRMED
    lines = [
        line("late", 1, 1, 1, late()),
        line("excused", 1, 1, 1, late(confirmed)),
        line("failed", 1, 1, 1, failed()),
        line("half", 1, 10, 5),
        line("less", 1, 10, "4.9"),
        line("declared", 1, 1, 1, declared_exceeded=True),
        line("more", 1, 1, 2),
        line("returned", 1, 1, 0, returned=exact(1)),
    ]
    assert counts_of(lines, reading()) == TaskCounts(8, 5, 2, 1)
    other = reading(
        excused_lateness=ExcusedLateness.NOT_LATE,
        under_full_quantity=UnderFullQuantity.DONE_FROM_HALF,
        exceeding=Exceeding.DECLARED,
        returned_reports=ReturnedReports.TIME_RUNS,
    )
    assert counts_of(iter(lines), other) == TaskCounts(8, 7, 1, 2)


def test_few_tasks_leave_gates_of_percentages_out() -> None:
    few = reading(least_tasks_for_shares=2, fall_below_gate=FallBelowGate.CASCADE)
    outcome = through_gates(C, facts(1, 1, 1, 0), few)
    states = {gate.need: gate.state for gate in outcome.gates}
    assert states == {"every_task_done": "closed", "few_late": "too_few_tasks"}
    assert outcome.grade is C
    assert through_gates(C, facts(2, 2, 1, 0), few).grade is N


def test_a_collective_answers_for_discipline_below_it() -> None:
    for below, state in ((True, "open"), (False, "closed"), (None, "unknown")):
        of = GateFacts(WhoIsGraded.COLLECTIVE, TaskCounts(10, 10, 0, 3), below_disciplined=below)
        outcome = through_gates(E, of, ONE_STEP)
        assert {gate.state for gate in outcome.gates if gate.need == "nobody_disciplined"} == {
            state
        }
        assert outcome.grade is (E if below is False else G)
        assert not [gate for gate in outcome.gates if gate.need.startswith("field")]


def test_a_leader_answers_for_the_field_led() -> None:
    def outcome(field: TaskCounts | None) -> dict[str, str]:
        of = GateFacts(WhoIsGraded.LEADER, TaskCounts(10, 10, 0, 3), field=field)
        gates = through_gates(E, of, ONE_STEP).gates
        return {gate.need: gate.state for gate in gates if gate.need.startswith("field")}

    assert outcome(None) == dict.fromkeys(
        ("field_done", "field_exceeded", "field_in_time"), "unknown"
    )
    assert outcome(TaskCounts(10, 9, 1, 2)) == dict.fromkeys(
        ("field_done", "field_exceeded", "field_in_time"), "open"
    )
    assert outcome(TaskCounts(10, 10, 0, 3)) == dict.fromkeys(
        ("field_done", "field_exceeded", "field_in_time"), "closed"
    )


def test_discipline_overrules_the_points_where_the_rule_set_says_so() -> None:
    of = GateFacts(OFFICIAL, TaskCounts(10, 10, 0, 3), disciplined=True)
    outcome = through_gates(E, of, ONE_STEP)
    assert (outcome.grade, outcome.overruled) == (N, "discipline")
    outcome = through_gates(E, of, reading(discipline=Discipline.NOTHING))
    assert (outcome.grade, outcome.overruled) == (E, None)


def test_what_is_short_through_ones_own_fault_may_overrule_the_points() -> None:
    confirmed = CauseState.CONFIRMED
    assert short_through_own_fault([line("T", 1, 10, 9)], reading())
    assert not short_through_own_fault([line("T", 1, 10, 9, short_cause=confirmed)], reading())
    assert not short_through_own_fault([line("T", 1, 10, 10)], reading())
    assert short_through_own_fault([line("T", 1, 10, 10), line("U", 1, 10, 9)], reading())
    of = GateFacts(OFFICIAL, TaskCounts(10, 10, 0, 3), short_through_own_fault=True)
    assert through_gates(E, of, reading()).grade is E
    strict = reading(under_full_quantity=UnderFullQuantity.NOT_COMPLETED)
    outcome = through_gates(E, of, strict)
    assert (outcome.grade, outcome.overruled) == (N, "short_through_own_fault")
    assert through_gates(E, LATE_ONCE, strict).overruled is None


def test_an_indicator_beyond_its_target_is_exceeded_though_its_share_is_cut() -> None:
    counts = counts_of([line("T", 1, 1, 1, target_exceeded=True)], reading())
    assert counts == TaskCounts(1, 1, 0, 1)
