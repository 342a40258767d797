"""Whoever waited for a plan to be loaded is judged by what it set, not by what stood before."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from factory import district
from sqlalchemy import Engine, update
from sqlmodel import select

from dondoc.clock import at
from dondoc.services.acts import record
from dondoc.services.acts.act_input import ActInput
from dondoc.services.acts.record import Recorder
from dondoc.services.work.references import CandidateCheckpoint, find_for_act
from dondoc.store.database import open_engine, writing
from models.programme import Programme, RuleSet
from models.rules.checkpoints import Act

DUE, SENT, RETURNED = date(2022, 3, 31), at(date(2022, 3, 28), 9), at(date(2022, 3, 31), 9)


@pytest.fixture
def postgres(fresh_postgres_url: str) -> Iterator[Engine]:
    engine = open_engine(fresh_postgres_url)
    yield engine
    engine.dispose()


def reported(engine: Engine, evidence: Path) -> str:
    with writing(engine) as session:
        ref = district(session).checkpoint(DUE)
    with writing(engine) as session:
        Recorder(session, SENT, evidence).record(ActInput(Act.REPORT, ref, "an", value=Decimal(7)))
    return ref


def load_other_rules(engine: Engine) -> None:
    """A plan names a rule set that leaves nine days to mend a report."""
    with writing(engine) as session:
        old = session.exec(select(RuleSet)).one()
        rules = {**old.rules, "return_days": 9}
        other = RuleSet(**{**old.model_dump(exclude={"id"}), "code": "OTHER", "rules": rules})
        session.add(other)
        session.flush()
        session.execute(update(Programme).values(rule_set_id=other.key))


def test_who_waited_returns_by_the_rules_that_the_plan_set(
    postgres: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite has one writer: nobody comes between there."""
    ref = reported(postgres, tmp_path)

    def found_before_the_load(*what: Any) -> CandidateCheckpoint:
        candidate = find_for_act(*what)
        load_other_rules(postgres)
        return candidate

    monkeypatch.setattr(record, "find_for_act", found_before_the_load)
    with writing(postgres) as session:
        recorder = Recorder(session, RETURNED, tmp_path)
        sent = recorder.record(ActInput(Act.RETURN, ref, "dung", reason="Thiếu"))
        assert sent.new_due_on == date(2022, 4, 14)
