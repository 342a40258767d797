"""The scripted year of the example, folded over the rules: everything happens as it says."""

import subprocess
import sys
import tomllib
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import holidays

from dondoc.services.plan.check.check import check
from dondoc.services.workbook.plan import AssignmentDraft, HoldingDraft, PlanDraft
from models.rules.acts import Decision, decide
from models.rules.calendar import WorkingCalendar, calendar_of
from models.rules.checkpoints import Act, ActFacts, CheckpointFacts, Refusal
from models.rules.indicators import Basis
from models.rules.objective_causes import deduction_of
from models.rules.roles import Role
from models.rules.stages import Stage, Standing
from models.rules.terms import Terms

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
WORKBOOK = EXAMPLES / "vinh-phuc-2022.xlsx"
ACTS = EXAMPLES / "vinh-phuc-2022-acts.toml"
KEYS = frozenset(
    "at by act on on_behalf_of value delivered basis new_due_on reason narrative difficulty "  # noqa: SIM905
    "proposal remover_unit quality about since confirmed story expect".split()
)
CUT_OFF_DAYS = 5
RETURN_DAYS = 5
STORIES = frozenset(
    "on_time late reports_zero shortfall over_achievement returned_twice returned silence "  # noqa: SIM905
    "silence_broken silence_mended successor two_at_once on_behalf estimate correction extension "
    "objective_cause own_verification withdrawn twentieth_of_may".split()
)


@cache
def plan() -> PlanDraft:
    draft = check(WORKBOOK).draft
    assert draft is not None
    return draft


@cache
def script() -> tuple[dict[str, Any], ...]:
    return tuple(tomllib.loads(ACTS.read_text("utf-8"))["act"])


@cache
def calendar() -> WorkingCalendar:
    return calendar_of((2022, 2023), holidays.country_holidays("VN", years=(2022, 2023)))


@dataclass
class Year:
    """The fold: facts by checkpoint, and what was refused."""

    facts: dict[str, CheckpointFacts]
    owners: dict[str, AssignmentDraft]
    refused: list[tuple[dict[str, Any], Refusal]]
    stages: dict[str, list[Stage]]


def start() -> Year:
    year = Year({}, {}, [], {})
    definitions = {indicator.code: indicator for indicator in plan().indicators}
    for given in plan().assignments:
        definition = definitions[given.indicator_code]
        days = CUT_OFF_DAYS if definition.cut_off_days is None else definition.cut_off_days
        for point in given.checkpoints:
            ref = f"{given.indicator_code}@{given.unit_code}/{point.label}"
            terms = Terms(calendar(), days, RETURN_DAYS)
            asks = {"is_product": "product", "is_computed": "composite"}
            kinds = {name: definition.kind == kind for name, kind in asks.items()}
            facts = CheckpointFacts(Stage.ASSIGNED, point.opens_on, point.due_on, terms, **kinds)
            year.facts[ref], year.owners[ref], year.stages[ref] = facts, given, []
    return year


def held(person: str, day: date) -> list[HoldingDraft]:
    return [
        holding
        for holding in plan().holdings
        if holding.person_code == person
        and (holding.valid_from or date.min) <= day <= (holding.valid_to or date.max)
    ]


def roles(person: str, given: AssignmentDraft, day: date) -> frozenset[Role]:
    """What somebody is to an assignment on a day."""
    holdings = held(person, day)
    positions = {holding.position_code for holding in holdings}
    found = {Role(role) for holding in holdings for role in holding.roles}
    if positions & set(given.responsible):
        found.add(Role.OFFICIAL)
    if any(h.is_head and h.unit_code == given.unit_code for h in holdings):
        found.add(Role.UNIT_HEAD)
    for member in plan().committee_members:
        if member.unit_code == given.unit_code and member.position_code in positions:
            found.add(Role(f"committee_{member.role}"))
    return frozenset(found)


@cache
def number_of(person: str) -> int:
    codes = sorted({holding.person_code for holding in plan().holdings})
    return codes.index(person) + 1


def deed(act: dict[str, Any], given: AssignmentDraft) -> ActFacts:
    behalf = act.get("on_behalf_of")
    return ActFacts(
        act=Act(act["act"]),
        by=number_of(act["by"]),
        roles=roles(act["by"], given, act["at"].date()),
        recorded_at=act["at"].astimezone(UTC),
        on_behalf_of=number_of(behalf) if behalf else None,
        value=Decimal(act["value"]) if "value" in act else None,
        delivered=act.get("delivered"),
        basis=Basis(act.get("basis", "actual")),
        reason=act.get("reason", ""),
        new_due_on=act.get("new_due_on"),
        confirmed=act.get("confirmed", False),
        deduction=deduction_of(act.get("about", "")),
        since=act.get("since"),
    )


def timed(facts: CheckpointFacts, done: ActFacts) -> ActFacts:
    """A return that names no date leaves the time that the rules give, as the service does."""
    if done.act is not Act.RETURN or done.new_due_on is not None:
        return done
    return replace(done, new_due_on=facts.terms.mend_by(facts.due_on, done.today))


def opened(facts: CheckpointFacts, moment: datetime) -> CheckpointFacts:
    """The calendar opens a window by itself, first thing in the morning."""
    if facts.stage is not Stage.ASSIGNED or moment.date() < facts.opens_on:
        return facts
    if facts.standing is not Standing.LIVE:
        return facts
    return replace(facts, stage=Stage.IN_PROGRESS)


@cache
def fold() -> Year:
    year = start()
    for act in script():
        ref = act["on"]
        facts = opened(year.facts[ref], act["at"])
        decision = decide(facts, timed(facts, deed(act, year.owners[ref])))
        if isinstance(decision, Decision):
            year.facts[ref] = decision.facts
            year.stages[ref] += decision.path
            assert act.get("expect") != "refused", f"{act} was to be refused"
        else:
            year.facts[ref] = facts
            year.refused.append((act, decision))
    return year


def test_it_refuses_only_what_the_script_says_will_be_refused() -> None:
    surprises = [(act, why) for act, why in fold().refused if act.get("expect") != "refused"]
    assert not surprises
    announced = [act for act in script() if act.get("expect") == "refused"]
    assert [act for act, _ in fold().refused] == announced


def test_it_refuses_each_for_the_reason_of_its_story() -> None:
    reasons = {(act["story"], why.key) for act, why in fold().refused}
    assert reasons == {
        ("silence", "refusal.before_cut_off"),
        ("silence_broken", "refusal.before_cut_off"),
        ("successor", "refusal.not_your_role"),
        ("two_at_once", "refusal.already_reported"),
        ("on_behalf", "refusal.name_official"),
        ("on_behalf", "refusal.own_report"),
        ("correction", "refusal.needs_reason"),
        ("own_verification", "refusal.own_report"),
    }


def test_it_ends_with_every_live_checkpoint_evaluated() -> None:
    open_ones = [
        ref
        for ref, facts in fold().facts.items()
        if facts.standing is Standing.LIVE and facts.stage is not Stage.EVALUATED
    ]
    withdrawn = [ref for ref, f in fold().facts.items() if f.standing is Standing.WITHDRAWN]
    assert (open_ones, withdrawn) == ([], ["VPUB01@VPUB/B2"])


def test_it_stays_within_its_clock_and_in_order() -> None:
    moments = [act["at"] for act in script()]
    assert moments == sorted(moments)
    assert date(2022, 1, 1) <= moments[0].date() and moments[-1].date() <= date(2023, 1, 15)
    assert {moment.utcoffset() for moment in moments} == {timedelta(hours=7)}


def test_it_acts_on_working_days_only() -> None:
    assert [a for a in script() if not calendar().is_working(a["at"].date())] == []


def test_it_speaks_the_agreed_vocabulary() -> None:
    units = {unit.code for unit in plan().units}
    for act in script():
        assert set(act) <= KEYS, act
        assert act.get("remover_unit") in {None, *units}, act
        assert act.get("expect") in (None, "refused")


def test_it_tells_every_story() -> None:
    assert {act["story"] for act in script() if "story" in act} == STORIES


def test_it_has_no_checkpoint_twice_returned_but_those_of_its_story() -> None:
    assert fold().facts["GPMB01@BX/B2"].returns == 2
    silent = [f for ref, f in fold().facts.items() if "@SNGV/" in ref]
    assert len(silent) == 8
    assert all(f.result is not None and f.result.missing for f in silent)


def test_it_evaluates_again_after_a_correction() -> None:
    assert fold().stages["DTC01@VY/Q3"].count(Stage.EVALUATED) == 2


def test_it_is_what_its_script_makes(tmp_path: Path) -> None:
    fresh = tmp_path / "acts.toml"
    subprocess.run([sys.executable, EXAMPLES / "make_acts.py", fresh], check=True)
    assert fresh.read_text("utf-8") == ACTS.read_text("utf-8")
