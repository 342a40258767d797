"""One checkpoint whose stored facts raise: every list shows the others and names it."""

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sites import Site
from sqlalchemy import text
from sqlmodel import col, select

from dondoc.services.delivery.remind import remind
from dondoc.store.database import reading
from models.assignment import Assignment, Checkpoint
from models.joins import ASSIGNMENT_OF_CHECKPOINT
from models.rules.stages import Stage

SAID = "không đọc được dữ liệu của mốc này, đã báo quản trị"


def _broken(site: Site, stage: Stage) -> str:
    """Breaks the facts of the first checkpoint of a stage; what people call it."""
    query = (
        select(Checkpoint.id, Assignment.ref, Checkpoint.label)
        .join(*ASSIGNMENT_OF_CHECKPOINT)
        .where(Checkpoint.stage == stage)
        .order_by(col(Checkpoint.id))
    )
    with reading(site.workplace.engine) as session:
        key, ref, label = session.exec(query.limit(1)).one()
    with site.workplace.engine.begin() as connection:
        change = text("UPDATE checkpoint SET returned_waits = 'hỏng' WHERE id = :id")
        connection.execute(change, {"id": key})
    return f"{ref}/{label}"


def _lists(client: TestClient, ref: str) -> dict[str, str]:
    """Every page that would list the checkpoint."""
    item, _, unit = ref.partition("/")[0], *ref.partition("/")[0].partition("@")[1:]
    pages = (
        "/", "/overview", "/overdue?state=all", "/overdue?state=overdue", "/boards", "/digests",
        "/verify", "/verify/results", "/verify/silent", "/verify/extensions",
        f"/search?q={unit}", f"/search?q={item}", f"/items/2022/{item}", f"/explain?ref={item}",
    )  # fmt: skip
    return {page: client.get(page, follow_redirects=True).text for page in pages}


@pytest.mark.parametrize("stage", [Stage.IN_PROGRESS, Stage.REPORTED, Stage.EVALUATED])
def test_every_list_shows_the_others_and_names_it(site: Site, stage: Stage) -> None:
    ref = _broken(site, stage)
    for page, shown in _lists(site.client("CB-VPTU3"), ref).items():
        assert f"{ref}: {SAID}" in shown, page


def test_a_report_that_is_not_there_takes_no_list_down(site: Site) -> None:
    chosen = select(Checkpoint.id).where(Checkpoint.stage == Stage.REPORTED).limit(1)
    with site.workplace.engine.begin() as connection:
        change = text("UPDATE checkpoint SET report_id = 999999 WHERE id = :id")
        connection.execute(change, {"id": connection.execute(chosen).scalar_one()})
    client = site.client("CB-VPTU3")
    pages = ("/verify", "/overview", "/overdue?state=all", "/boards", "/")
    assert [client.get(page, follow_redirects=True).status_code for page in pages] == [200] * 5


def test_acting_on_it_is_refused_in_plain_words(site: Site) -> None:
    ref = _broken(site, Stage.IN_PROGRESS)
    official = site.client("CB-VPTU3")
    answer = official.get(f"/report/2022/{ref}", follow_redirects=True)
    assert answer.status_code < 500
    assert "Không đọc được dữ liệu của mốc này" in answer.text


def test_administrators_are_told_wherever_they_are(site: Site) -> None:
    ref = _broken(site, Stage.IN_PROGRESS)
    administrator = site.client("CB-VPTU5")
    assert f"{ref}: {SAID}" in administrator.get("/accounts", follow_redirects=True).text


def test_it_is_named_to_nobody_who_may_not_see_it(site: Site) -> None:
    ref = _broken(site, Stage.IN_PROGRESS)
    site.client("CB-VPTU3").get("/overview")
    elsewhere = "CB-LT2" if not ref.endswith("@LT/Q2") else "CB-VT2"
    shown = site.client(elsewhere).get("/work")
    assert shown.status_code == 200 and ref not in shown.text


def test_what_waits_in_letters_already_stops_no_letter(site: Site) -> None:
    for stage in (Stage.IN_PROGRESS, Stage.REPORTED):
        _broken(site, stage)
    now = site.workplace.clock().now()
    for day in range(5):
        remind(site.workplace, now + timedelta(days=day))
