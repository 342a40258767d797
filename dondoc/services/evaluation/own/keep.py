"""Loading a rule set of one's own: its version is kept for good, and the same one only once."""

import hashlib
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.evaluation.own.versions import rules_of_text
from dondoc.services.evaluation.rule_sets.problems import BrokenFile, FileProblem, refuse
from dondoc.services.evaluation.rule_sets.schema import EvaluationRules
from dondoc.services.evaluation.rule_sets.shipped import shipped_rules
from dondoc.services.evaluation.rule_sets.toml_text import toml_text
from dondoc.services.grounds.office import hold_office
from dondoc.services.organisation.changes import SettingsChange
from models.own_rules import OwnRuleSet
from models.rules.roles import Mandate

MAY_CHANGE = (Mandate.SECRETARIAT, Mandate.ADMINISTRATOR)
"""As for the ladder of reminders: who sets what holds for everybody."""


@dataclass(frozen=True)
class KeptVersion:
    """What a file came to. `is_new`: False where the same content was kept already."""

    code: str
    version: int
    is_new: bool


def keep_own_rules(change: SettingsChange, rules: EvaluationRules, filename: str) -> KeptVersion:
    """Keeps a version, in the caller's transaction, with an event.

    Raises Refused for somebody who is neither secretariat nor administrator, BrokenFile for a
    version that is not newer than the last one, and for a rule set that is shipped.
    """
    change.mandated(*MAY_CHANGE)
    hold_office(change.session)
    if shipped_rules(rules.code) is not None:
        refuse(filename, "shipped", "code")
    kept = _versions_of_code(change.session, rules.code)
    same = next((row for row in kept if _same(row, rules)), None)
    if same is not None:
        return KeptVersion(same.code, same.version, is_new=False)
    if kept and rules.version <= kept[0].version:
        following = str(kept[0].version + 1)
        raise BrokenFile([
            FileProblem(filename, "version", None, "version_taken", str(rules.version), following)
        ])  # fmt: skip
    row = _row(change, rules, filename)
    change.note("rule_set_loaded", code=row.code, version=row.version, sha256=row.sha256)
    return KeptVersion(row.code, row.version, is_new=True)


def _versions_of_code(session: Session, code: str) -> list[OwnRuleSet]:
    query = select(OwnRuleSet).where(col(OwnRuleSet.code) == code)
    return list(session.scalars(query.order_by(col(OwnRuleSet.version).desc())))


def _same(row: OwnRuleSet, rules: EvaluationRules) -> bool:
    """Whether only the number of the version differs, if anything does."""
    kept = rules_of_text(row.content, row.filename)
    return kept.model_copy(update={"version": rules.version}) == rules


def _row(change: SettingsChange, rules: EvaluationRules, filename: str) -> OwnRuleSet:
    content = toml_text(rules)
    row = OwnRuleSet(
        code=rules.code,
        version=rules.version,
        filename=filename,
        content=content,
        sha256=hashlib.sha256(content.encode()).hexdigest(),
        loaded_at=change.now,
        loaded_by_id=change.actor.key,
    )
    change.session.add(row)
    change.session.flush()
    return row
