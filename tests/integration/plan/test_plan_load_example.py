"""The example workbook goes in, comes out, and goes in again without a difference."""

from pathlib import Path

from plan_load_drafts import back, compared, put
from sqlalchemy import Engine

from dondoc.services.audit import verify
from dondoc.services.plan.check.check import check
from dondoc.services.plan.write.workbook import write_plan
from dondoc.store.database import reading

EXAMPLE = Path(__file__).parents[3] / "examples" / "vinh-phuc-2022.xlsx"


def test_the_example_survives_the_way_there_and_back(engine: Engine, tmp_path: Path) -> None:
    draft = check(EXAMPLE).draft
    assert draft is not None
    put(engine, draft, complete=True)
    exported = tmp_path / "exported.xlsx"
    write_plan(back(engine), exported)
    again = check(exported).draft
    assert again is not None
    assert len(again.assignments) == len(draft.assignments)
    found = put(engine, again, complete=True)
    assert found.is_empty, found.entries
    assert compared(engine, draft).is_empty
    with reading(engine) as session:
        assert verify(session).findings == ()
