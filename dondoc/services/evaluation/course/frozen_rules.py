"""Rule sets as a round keeps them: their whole content, whatever becomes of the files."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from typing import Any

from dondoc.services.evaluation.rule_sets.later_parameters import with_later_parameters
from dondoc.services.evaluation.rule_sets.schema import EvaluationRules
from models.evaluation_round import EvaluationRound
from models.rules.scoring.gates import WhoIsGraded
from models.rules.scoring.parameters import Need, ScoringParameters
from models.rules.scoring.readings import LeaderFormula

JUDGED = (WhoIsGraded.OFFICIAL, WhoIsGraded.LEADER)
"""Whom a round judges, each by a rule set of its own."""


@dataclass(frozen=True)
class FrozenRules:
    """The rule set of a round for officials, or for leaders. `sha256`: of its whole content."""

    rules: EvaluationRules
    parameters: ScoringParameters
    sha256: str

    @property
    def general_most(self) -> Decimal:
        """The most points of the general criteria."""
        return self.rules.formula.general_most.value

    @property
    def asks_leader_parts(self) -> bool:
        """Whether d, đ, e of whoever leads are part of the result."""
        return self.parameters.leader_formula is LeaderFormula.MEAN_OF_SIX

    @property
    def asks_shortcomings(self) -> bool:
        """Whether a grade asks that shortcomings pointed out before are repaired."""
        return any(Need.SHORTCOMINGS_REPAIRED in needs for _, needs in self.parameters.needs)


def freeze(rules: EvaluationRules) -> dict[str, Any]:
    """A rule set as a round keeps it."""
    content = rules.model_dump(mode="json")
    return {
        "code": rules.code,
        "version": rules.version,
        "sha256": _sha256(content),
        "content": content,
    }


def rules_of_round(held: EvaluationRound) -> Mapping[bool, FrozenRules]:
    """The rule sets of a round: of whoever leads (True), and of all others (False)."""
    official, leader = (json.dumps(held.rule_sets[who]["content"]) for who in JUDGED)
    return {False: _read(official), True: _read(leader)}


@lru_cache(maxsize=64)
def _read(content: str) -> FrozenRules:
    kept = json.loads(content)
    whole = json.dumps(with_later_parameters(kept))
    rules = EvaluationRules.model_validate_json(whole, strict=False)
    return FrozenRules(rules, rules.parameters(), _sha256(kept))


def _sha256(content: Any) -> str:
    plain = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(plain.encode()).hexdigest()
