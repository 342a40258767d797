"""Plans that differ in a holding or a position, and what their loader is asked."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from plan_load_drafts import NOW, compared, plan, put, rows
from sqlalchemy import Engine

from dondoc.services.plan.load.load import PlanDoubtful
from dondoc.services.workbook.plan import PlanDraft
from models.event import Event
from models.person import Person
from models.rules.checkpoints import local_date

TODAY = local_date(NOW)


def asked(engine: Engine, draft: PlanDraft) -> list[str]:
    """The keys of what is asked; nothing is loaded meanwhile."""
    before = [(one.id, one.code, one.full_name) for one in rows(engine, Person)]
    events = len(rows(engine, Event))
    with pytest.raises(PlanDoubtful) as found:
        put(engine, draft, complete=True)
    assert [(row.id, row.code, row.full_name) for row in rows(engine, Person)] == before
    assert len(rows(engine, Event)) == events
    return [one.key.removeprefix("plan_load.doubt.") for one in found.value.difference.unsure]


def sure(draft: PlanDraft, engine: Engine, *answers: str, now: datetime = NOW) -> None:
    put(engine, draft, complete=True, now=now, sure=sent_back(engine, draft, *answers))


def sent_back(
    engine: Engine, draft: PlanDraft, *answers: str, today: date = TODAY
) -> frozenset[str]:
    """What is sent back for these answers to what is asked: it says to what by a mark."""
    sent: frozenset[str] = frozenset()
    for _ in answers:  # an answer may be what a further question comes from
        doubts = compared(engine, draft, sure=sent, today=today).doubts
        sent = frozenset(
            doubt.sent_back(answer)
            for doubt in doubts
            for answer in doubt.answers
            if answer.value in answers
        )
    return sent


def with_holding(number: int, **changes: object) -> PlanDraft:
    held = list(plan().holdings)
    held[number] = replace(held[number], **changes)
    return plan(holdings=tuple(held))


def with_positions(**rows: dict[str, object]) -> PlanDraft:
    """The plan with other fields in the rows of these positions: LT_BT is LT-BT."""
    wanted = {code.replace("_", "-"): row for code, row in rows.items()}
    held = (
        replace(holding, **wanted.get(holding.position_code, {})) for holding in plan().holdings
    )
    return plan(holdings=tuple(held))
