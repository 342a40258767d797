"""A stored value that its column cannot read: pages go on with all others, and name it."""

from typing import NamedTuple

import pytest
from sites import Site
from sqlmodel import col, select
from written_past import write_past

from dondoc.store.database import reading
from models.assignment import Assignment, Checkpoint
from models.joins import ASSIGNMENT_OF_CHECKPOINT
from models.rules.stages import SETTLED, Stage

CASES = (
    ("checkpoint", "due_on", "31/03/2022"),
    ("checkpoint", "stage", "xong"),
    ("checkpoint", "expected", "nhiều"),
    ("checkpoint", "reported_at", "hôm qua"),
    ("assignment", "target", "hỏng"),
    ("indicator", "kind", "khác"),
    ("progress_report", "value", "hỏng"),
    ("verification", "verdict", "khác"),
)


class Broken(NamedTuple):
    """A checkpoint, and the rows that its facts are read from, by table."""

    ref: str
    keys: dict[str, int | None]


def _of(site: Site, stages: frozenset[Stage]) -> Broken:
    query = (
        select(Checkpoint, Assignment)
        .join(*ASSIGNMENT_OF_CHECKPOINT)
        .where(col(Checkpoint.stage).in_(sorted(stages)), col(Checkpoint.report_id).is_not(None))
        .order_by(col(Checkpoint.id))
    )
    with reading(site.workplace.engine) as session:
        checkpoint, assignment = session.exec(query.limit(1)).one()
        keys = {
            "checkpoint": checkpoint.id,
            "assignment": assignment.id,
            "indicator": assignment.indicator_id,
            "progress_report": checkpoint.report_id,
            "verification": checkpoint.verification_id,
        }
        return Broken(f"{assignment.ref}/{checkpoint.label}", keys)


@pytest.mark.parametrize(("table", "column", "value"), CASES)
def test_pages_go_on_and_name_it(site: Site, table: str, column: str, value: str) -> None:
    stages = SETTLED if table == "verification" else frozenset({Stage.REPORTED})
    broken = _of(site, stages)
    write_past(site.workplace.engine, table, column, broken.keys[table] or 0, value)
    item, _, label = broken.ref.partition("/")
    unit = item.partition("@")[2]
    reader = site.client("CB-VPTU3")
    pages = (
        "/", "/overview", "/overdue?state=all", "/overdue?state=overdue", f"/boards/{unit}",
        "/verify", "/verify/results", "/verify/silent", "/verify/extensions", "/digests",
        f"/search?q={unit}", f"/items/2022/{item}", f"/items/2022/{item}/{label}",
        f"/explain?ref={item}",
    )  # fmt: skip
    for page in pages:
        assert reader.get(page, follow_redirects=True).status_code < 500, page
    administrator = site.client("CB-VPTU5")
    assert (
        f"{broken.ref}: không đọc được dữ liệu của mốc này"
        in administrator.get("/accounts", follow_redirects=True).text
    )
