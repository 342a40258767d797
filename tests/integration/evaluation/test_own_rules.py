"""Rule sets of one's own: kept for good, tried, put in force never backwards, ended."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from own_rule_files import CODE, PAPER, decision, own
from settings_world import SettingsWorld
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from dondoc.clock import at
from dondoc.errors import BadInput, Refused
from dondoc.services.evaluation.own.decide import end_in_force, note_trial, put_in_force
from dondoc.services.evaluation.own.keep import KeptVersion, keep_own_rules
from dondoc.services.evaluation.own.versions import OwnRules, own_rules_of
from dondoc.services.evaluation.people.rules_in_force import (
    chosen_first,
    known_rules,
    rules_for,
    rules_of_code,
)
from dondoc.services.evaluation.rule_sets.problems import BrokenFile
from dondoc.services.evaluation.rule_sets.schema import EvaluationRules
from dondoc.store.database import writing
from models.rules.own_rules import JudgingTime

TODAY, YEAR = date(2022, 3, 21), 1
APRIL, JULY = date(2022, 4, 1), date(2022, 7, 1)


@pytest.fixture
def world(engine: Engine) -> SettingsWorld:
    return SettingsWorld.begin(engine)


def load(world: SettingsWorld, rules: EvaluationRules, who: str = "dung") -> KeptVersion:
    with world.office(who) as change:
        return keep_own_rules(change, rules, "bo-rieng.toml")


def in_force(world: SettingsWorld, day: date, version: int = 1, code: str = CODE) -> None:
    with world.office("dung") as change:
        note_trial(change, YEAR, code, version, "2021-Q4")
        put_in_force(change, code, version, decision(day, TODAY))


def kept(world: SettingsWorld) -> OwnRules:
    with world.look() as session:
        found = own_rules_of(session, CODE)
    assert found is not None
    return found


def judged_by(world: SettingsWorld, day: date, leads: bool = False) -> str:
    with world.look() as session:
        first = chosen_first(rules_for(session, leads), day, None)[0]
    return f"{first.code} {first.version}"


def test_a_version_is_kept_with_who_and_when_and_its_text(world: SettingsWorld) -> None:
    rules = own()
    assert load(world, rules) == KeptVersion(CODE, 1, is_new=True)
    (version,) = kept(world).versions
    assert (version.rules, version.filename, version.loaded_by) == (
        rules, "bo-rieng.toml", kept(world).versions[0].loaded_by
    )  # fmt: skip
    assert version.loaded_by and version.loaded_at == world.now
    assert world.events()[-1][0] == "dung"
    assert world.whats() == ["rule_set_loaded"]


def test_the_same_content_twice_is_no_new_version(world: SettingsWorld) -> None:
    load(world, own())
    assert load(world, own()) == KeptVersion(CODE, 1, is_new=False)
    assert load(world, own(version=2)) == KeptVersion(CODE, 1, is_new=False)
    assert len(kept(world).versions) == 1
    assert world.whats() == ["rule_set_loaded"]


def test_a_version_that_is_there_keeps_its_content(world: SettingsWorld) -> None:
    load(world, own(version=2))
    for version in (1, 2):
        with pytest.raises(BrokenFile) as error:
            load(world, own(version=version, values={"deduction": 20}))
        (problem,) = error.value.problems
        assert (problem.kind, problem.path, problem.allowed) == ("version_taken", "version", "3")
    assert load(world, own(version=3, values={"deduction": 20})).is_new
    assert [each.rules.version for each in kept(world).versions] == [3, 2]


def test_what_asks_for_points_that_nobody_can_record_is_tried_and_not_put_in_force(
    world: SettingsWorld,
) -> None:
    load(world, own(values={"transfer_general": "by_days"}))
    with pytest.raises(Refused, match="general_before"):
        in_force(world, APRIL)
    load(world, own(version=2))
    in_force(world, APRIL, 2)


def test_the_code_of_a_shipped_one_is_none_of_ones_own(world: SettingsWorld) -> None:
    with pytest.raises(BrokenFile) as error:
        load(world, own(code="ND-335-2025"))
    assert error.value.problems[0].kind == "shipped"


@pytest.mark.parametrize("who", ["an", "giang"])
def test_others_set_nothing(world: SettingsWorld, who: str) -> None:
    with pytest.raises(Refused):
        load(world, own(), who)
    load(world, own(), "ich")  # the administrator, as for the ladder
    with world.office("dung") as change:
        note_trial(change, YEAR, CODE, 1, "2021-Q4")
    with pytest.raises(Refused, match="not_your_role"), world.office(who) as change:
        put_in_force(change, CODE, 1, decision(APRIL, TODAY))
    with pytest.raises(Refused, match="not_your_role"), world.office(who) as change:
        end_in_force(change, CODE, 1, decision(APRIL, TODAY))


@pytest.mark.parametrize("who", ["an", "ich"])
def test_only_who_may_see_points_tries_on_people(world: SettingsWorld, who: str) -> None:
    load(world, own())
    with pytest.raises(Refused, match="not_your_role"), world.office(who) as change:
        note_trial(change, YEAR, CODE, 1, "2021-Q4")


def test_rows_are_only_added(world: SettingsWorld) -> None:
    load(world, own())
    in_force(world, APRIL)
    for statement in (
        "UPDATE own_rule_set SET content = ''", "DELETE FROM own_rule_set_step",
        "UPDATE own_rule_set_step SET day = '2020-01-01'",
    ):  # fmt: skip
        with pytest.raises(DBAPIError), writing(world.engine) as session:
            session.connection().execute(text(statement))


def test_a_draft_judges_nobody_and_is_not_in_force_untried(world: SettingsWorld) -> None:
    load(world, own())
    assert judged_by(world, APRIL) == "MINH-HOA-2021-2022 1"
    with pytest.raises(Refused, match="not_tried"), world.office("dung") as change:
        put_in_force(change, CODE, 1, decision(APRIL, TODAY))


def test_from_its_day_it_judges_before_the_shipped_ones(world: SettingsWorld) -> None:
    load(world, own())
    in_force(world, APRIL)
    assert judged_by(world, date(2022, 3, 31)) == "MINH-HOA-2021-2022 1"
    assert judged_by(world, date(2022, 6, 30)) == f"{CODE} 1"
    assert judged_by(world, date(2022, 6, 30), leads=True) == f"{CODE} 1"
    who, _, data = world.events()[-1]
    assert (who, data["what"], data["start"]) == ("dung", "rule_set_put_in_force", "2022-04-01")
    assert (data["paper"], data["reason"]) == (PAPER, "Theo quy chế mới")


def test_the_quarter_that_runs_keeps_the_rules_that_it_began_with(world: SettingsWorld) -> None:
    load(world, own())
    in_force(world, date(2022, 3, 22))
    assert judged_by(world, date(2022, 3, 31)) == "MINH-HOA-2021-2022 1"
    assert judged_by(world, date(2022, 6, 30)) == f"{CODE} 1"


def test_never_backwards(world: SettingsWorld) -> None:
    load(world, own(valid_from=date(2021, 1, 1)))
    for day, why in ((date(2021, 12, 31), "ended_period"), (date(2022, 3, 20), "past")):
        with pytest.raises(Refused, match=why):
            in_force(world, day)
    assert kept(world).times == ()


def test_not_before_or_after_its_own_days(world: SettingsWorld) -> None:
    load(world, own(valid_from=APRIL, valid_to=date(2022, 9, 30)))
    for day, why in ((date(2022, 3, 25), "before_valid"), (date(2022, 9, 1), "after_valid")):
        with pytest.raises(Refused, match=why):
            in_force(world, day)


def test_a_decision_needs_its_paper_and_its_reason(world: SettingsWorld) -> None:
    load(world, own())
    good = decision(APRIL, TODAY)
    for wrong in (
        replace(good, paper=" "), replace(good, reason=""),
        replace(good, paper_date=date(2022, 3, 22)),
    ):  # fmt: skip
        with pytest.raises(BadInput), world.office("dung") as change:
            note_trial(change, YEAR, CODE, 1, "2021-Q4")
            put_in_force(change, CODE, 1, wrong)
    assert kept(world).times == ()


def test_a_newer_version_comes_after_whole_quarters_of_the_old(world: SettingsWorld) -> None:
    load(world, own())
    in_force(world, APRIL)
    load(world, own(version=2, values={"deduction": 20}))
    in_force(world, date(2022, 5, 1), version=2)
    keys = [each.key for each in reversed(kept(world).versions)]
    assert kept(world).times == (
        JudgingTime(keys[0], APRIL, date(2022, 6, 30)), JudgingTime(keys[1], JULY, None)
    )  # fmt: skip
    assert [judged_by(world, day) for day in (date(2022, 6, 30), date(2022, 9, 30))] == [
        f"{CODE} 1", f"{CODE} 2"
    ]  # fmt: skip
    with world.look() as session:
        found = rules_of_code(session, CODE.lower(), date(2022, 6, 30))
        assert found is not None and found.version == 1
        codes = [each.code for each in chosen_first(known_rules(session), JULY, None)]
    assert codes.count(CODE) == 1
    with pytest.raises(Refused, match="in_force"):
        in_force(world, JULY, version=2)


def test_ended_it_judges_its_last_quarter_and_no_more(world: SettingsWorld) -> None:
    load(world, own())
    in_force(world, APRIL)
    with pytest.raises(Refused, match="past"), world.office("dung") as change:
        end_in_force(change, CODE, 1, decision(date(2022, 3, 1), TODAY))
    with world.office("em") as change:
        end_in_force(change, CODE, 1, decision(date(2022, 8, 15), TODAY))
    assert judged_by(world, date(2022, 9, 30)) == f"{CODE} 1"
    assert judged_by(world, date(2022, 12, 31)) == "MINH-HOA-2021-2022 1"
    assert world.events()[-1][2]["what"] == "rule_set_ended"
    with pytest.raises(Refused, match="not_in_force"), world.office("em") as change:
        end_in_force(change, CODE, 1, decision(date(2022, 12, 1), TODAY))


def test_two_of_the_same_people_at_the_same_time_are_refused(world: SettingsWorld) -> None:
    judged = {"subjects": ["official", "leader"]}
    load(world, own(**judged))
    in_force(world, APRIL)
    load(world, own(code="KHAC-2022", **judged))
    with pytest.raises(Refused, match="another"):
        in_force(world, JULY, code="KHAC-2022")
    load(world, own(code="TAP-THE", subjects=["collective"]))
    in_force(world, JULY, code="TAP-THE")
    with world.office("dung") as change:
        end_in_force(change, CODE, 1, decision(date(2022, 6, 30), TODAY))
    in_force(world, JULY, code="KHAC-2022")
    assert judged_by(world, date(2022, 9, 30)) == "KHAC-2022 1"


def test_what_does_not_exist(world: SettingsWorld, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no_version"), world.office("dung") as change:
        note_trial(change, YEAR, "XA-1", 1, "2021-Q4")
    load(world, own())
    with pytest.raises(BadInput, match="no_version"), world.office("dung") as change:
        put_in_force(change, CODE, 7, decision(APRIL, TODAY))
    assert at(TODAY) < world.now
