"""Lists of the API: filtered by what their rows say, also of what no drain has applied yet."""

from datetime import date

from api_client import V1, program
from sites import Site
from sqlmodel import col, select

from dondoc.services.acts.act_input import ActInput
from dondoc.services.acts.record import Recorder
from dondoc.store.database import writing
from models.rules.checkpoints import Act
from models.unit import UnitName

MOVED, LATER = "DV01@LT/Q2", date(2022, 7, 15)


def test_due_dates_are_filtered_and_sorted_as_the_rows_say_them(site: Site) -> None:
    client = program(site, "CB-VPTU3")
    with writing(site.workplace.engine) as session:
        desk = Recorder(session, site.workplace.clock().now(), site.workplace.evidence, 2022)
        desk.record(ActInput(Act.CHANGE_DUE, MOVED, "CB-VPTU3", reason="Gộp kỳ", new_due_on=LATER))

    def listed(**due: str) -> dict[str, str]:
        found = client.get(f"{V1}/checkpoints", params={"unit": "LT", "per_page": 200, **due})
        return {one["ref"]: one["due_on"] for one in found.json()["items"]}

    everything = list(listed().values())
    assert everything == sorted(everything)
    assert MOVED not in listed(due_to="2022-06-30")
    assert listed(due_from="2022-07-01", due_to="2022-07-31")[MOVED] == LATER.isoformat()


def test_units_that_bear_one_code_are_listed_together(site: Site) -> None:
    client = program(site, "CB-VPTU3")

    def listed(path: str, code: str) -> list[str]:
        answer = client.get(f"{V1}/{path}&unit={code}").json()
        rows = answer if isinstance(answer, list) else answer["items"]
        return sorted(str((one["ref"], one.get("decided_at"))) for one in rows)

    apart = {
        path: sorted(listed(path, "LT") + listed(path, "YL"))
        for path in ("assignments?per_page=200", "checkpoints?per_page=200", "register?most=1000")
    }
    with writing(site.workplace.engine) as session:
        name = session.scalars(select(UnitName).where(col(UnitName.code) == "YL")).one()
        name.code = "LT"
    assert all(rows for rows in apart.values())
    assert {path: listed(path, "LT") for path in apart} == apart
