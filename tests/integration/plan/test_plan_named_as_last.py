"""What a plan changed of a checkpoint is the last change of it, by whoever loaded the plan."""

from plan_load_drafts import assignment, checkpoint, compared, plan, put, quarters, rows
from sqlalchemy import Engine

from dondoc.services.acts.overtaken import last_change
from dondoc.store.database import reading
from models.person import Person


def test_a_date_and_a_row_that_a_plan_moved_are_named(engine: Engine) -> None:
    put(engine, plan())
    loader = next(one for one in rows(engine, Person) if one.code == "CB00")
    with reading(engine) as session:
        key = checkpoint(session, "Q4").key
        assert last_change(session, key) is None
    fewer = (assignment("KND", "LT", checkpoints=quarters(5, 5, 5)), *plan().assignments[1:])
    changed = plan(assignments=fewer)
    doubts = compared(engine, changed).doubts
    sure = frozenset(doubt.sent_back(answer) for doubt in doubts for answer in doubt.answers
                     if answer.value.startswith("withdraw"))  # fmt: skip
    put(engine, changed, complete=True, actor_id=loader.id, sure=sure)
    with reading(engine) as session:
        last = last_change(session, key)
    assert last is not None and (last.act, last.person) == ("withdrawn", loader.full_name)
