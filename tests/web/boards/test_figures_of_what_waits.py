"""Figures of reports that wait: what they say, when they came, and that they were reports."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from api_client import V1, program
from programmes import current_programme
from sample_acts import record
from sites import Site
from sqlalchemy import text

from dondoc.rendering.formats import delay
from dondoc.services.acts.act_input import ActInput
from dondoc.services.boards.overdue.board_rows import all_of
from dondoc.services.boards.overdue.filters import BoardFilters
from dondoc.services.boards.overdue.question import open_scope
from dondoc.services.boards.overview.movement import MovesSince
from dondoc.services.boards.overview.page import overview
from dondoc.services.organisation.directory import find_person
from dondoc.services.organisation.viewer import open_viewer
from dondoc.store.database import reading
from models.rules.checkpoints import Act
from models.rules.due_parts import DuePart

OFFICE = "CB-VPTU3"


def _rows(site: Site, state: str) -> list[dict[str, Any]]:
    client = program(site, OFFICE)
    items = client.get(f"{V1}/checkpoints", params={"state": state, "per_page": 200}).json()
    return list(items["items"])


def _moves(site: Site) -> MovesSince:
    with reading(site.workplace.engine) as session:
        programme = current_programme(session)
        day = site.workplace.clock().today()
        viewer = open_viewer(session, find_person(session, OFFICE), programme, day)
        found = overview(session, viewer, programme, site.workplace.clock().now())
    assert found is not None
    return found.moves


def _lead(site: Site, ref: str) -> str:
    """The code of whoever leads it today."""
    query = text("""
        SELECT p.code FROM assignment a
        JOIN assignment_official o ON o.assignment_id = a.id AND o.rank = 0
        JOIN holding h ON h.position_id = o.position_id AND h.held_to IS NULL
        JOIN person p ON p.id = h.person_id WHERE a.ref = :ref
    """)
    with reading(site.workplace.engine) as session:
        return str(session.connection().scalar(query, {"ref": ref.partition("/")[0]}))


def test_the_board_shows_the_report_that_waits_and_no_later_update(site: Site) -> None:
    row = next(one for one in _rows(site, "waiting") if one["value"] is not None)
    said, ref = Decimal(row["value"]), row["ref"]
    record(site, ActInput(Act.UPDATE, ref, _lead(site, ref), value=said + 7, narrative="Làm tiếp"))
    site.advance()
    with reading(site.workplace.engine) as session:
        programme = current_programme(session)
        day = site.workplace.clock().today()
        viewer = open_viewer(session, find_person(session, OFFICE), programme, day)
        rows = all_of(open_scope(session, programme, viewer), BoardFilters(shown=DuePart.WAITING))
    assert {one.ref: one.value for one in rows}[ref] == said


def test_whether_a_target_is_met_is_said_of_verified_results_alone(site: Site) -> None:
    """What is claimed and waits reaches nothing yet, on the item's page as to other programs."""
    waits = _rows(site, "waiting")
    assert [one["met"] for one in waits] == [None] * len(waits)
    ref = next(one["ref"] for one in waits if one["value"] is not None)
    page, address = site.client(OFFICE), f"/items/2022/{ref}"
    assert "ạt yêu cầu:" not in page.get(address).text
    record(site, ActInput(Act.VERIFY, ref, OFFICE))
    assert "Đạt yêu cầu:" in page.get(address).text


@pytest.mark.parametrize("drained", [True, False])
def test_a_report_that_makes_a_finding_good_or_replaces_another_is_counted(
    site: Site, drained: bool
) -> None:
    before = _moves(site)
    found = [row for row in _rows(site, "missing") if row["expected"] is not None]
    waits = [one for one in _rows(site, "waiting") if one["value"] is not None]
    again = [one["ref"] for one in (*found[:1], *waits[:1])]
    assert again
    for ref in again:
        report = ActInput(Act.REPORT, ref, _lead(site, ref), value=Decimal(3), confirmed=True)
        record(site, report)
    if drained:
        site.advance()
    assert _moves(site).reported == before.reported + len(again)


@pytest.mark.parametrize("drained", [True, False])
def test_a_return_with_another_date_changes_a_date(site: Site, drained: bool) -> None:
    before, ref = _moves(site), _rows(site, "waiting")[0]["ref"]
    day = date(2022, 6, 20)
    record(site, ActInput(Act.RETURN, ref, OFFICE, reason="Thiếu biên bản", new_due_on=day))
    if drained:
        site.advance()
    after = _moves(site)
    assert after.returned == before.returned + 1
    assert after.due_changed == before.due_changed + 1


def test_what_is_overdue_is_never_due_today() -> None:
    """On a Saturday what was due on Friday is late, and by no working day yet."""
    assert delay(0) == "hạn hôm nay"
    assert delay(0, overdue=True) == "vừa quá hạn"
    assert delay(-1, overdue=True) == delay(-1)
