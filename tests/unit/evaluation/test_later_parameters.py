"""A rule set that was kept before a parameter was there is read, and says what it could not."""

import json

import pytest

from dondoc.services.evaluation.course.frozen_rules import JUDGED, freeze, rules_of_round
from dondoc.services.evaluation.own.versions import rules_of_text
from dondoc.services.evaluation.rule_sets.checked import parsed
from dondoc.services.evaluation.rule_sets.problems import BrokenFile
from dondoc.services.evaluation.rule_sets.schema import EvaluationRules
from dondoc.services.evaluation.rule_sets.shipped import shipped_rules
from dondoc.services.evaluation.rule_sets.toml_text import toml_text
from models.evaluation_round import EvaluationRound
from models.rules.scoring.undecided_periods import UndecidedPeriods


def decree() -> EvaluationRules:
    rules = shipped_rules("ND-335-2025")
    assert rules is not None
    return rules


def test_a_kept_text_without_it_leaves_periods_out_and_a_new_file_is_refused() -> None:
    lines = toml_text(decree()).splitlines(keepends=True)
    old = "".join(line for line in lines if not line.startswith("undecided_periods"))
    assert old != "".join(lines)
    kept = rules_of_text(old, "cu.toml").periods.undecided_periods
    assert (kept.value, kept.basis.value) == (UndecidedPeriods.LEFT_OUT, "unknown")
    assert "được lưu trước" in kept.source
    with pytest.raises(BrokenFile):
        parsed(EvaluationRules, old, "moi.toml")
    named = "".join(lines).replace('{ value = "left_out"', '{ value = "no_total"')
    assert rules_of_text(named, "moi.toml").parameters().undecided_periods is (
        UndecidedPeriods.NO_TOTAL
    )


def test_a_frozen_round_without_it_is_read_and_keeps_its_sum() -> None:
    frozen = freeze(decree())
    old = json.loads(json.dumps(frozen))
    del old["content"]["periods"]["undecided_periods"]
    rounds = [
        EvaluationRound(rule_sets={who.value: each for who in JUDGED}) for each in (frozen, old)
    ]
    now, before = (rules_of_round(each)[False] for each in rounds)
    assert before.parameters == now.parameters
    assert before.sha256 != now.sha256 == frozen["sha256"]
