"""What stands beside somebody's work and behind their year, for programs, as pages show it."""

from datetime import date
from typing import Any

from api_client import program
from evaluation_round import OFFICIAL, ROUND, form_of, opened
from session_on_pages import DECISIONS, SECRETARIAT, decided, finished, on_day, seen_in
from sites import Site
from sqlmodel import col, select

from dondoc.clock import at as at_hour
from dondoc.store.database import reading, writing
from models.discipline import DisciplineRecord
from models.evaluation_viewing import EvaluationViewing
from models.led_field import LedField
from models.person import Person
from models.rules.discipline import DisciplineKind
from models.unit import UnitName

V1 = "/api/v1/evaluation/2022"
HEAD, COLLEAGUE = "CB-LT1", "CB-LT2"


def test_discipline_that_counts_and_fields_led_stand_with_the_period(site: Site) -> None:
    recorded(site)
    opened(site)
    office, mine = program(site, SECRETARIAT), program(site, OFFICIAL)
    for reader in (office, mine):
        found = reader.get(f"{V1}/Q1/{OFFICIAL}").json()
        (paper,) = found["disciplined"]
        assert paper == {
            "kind": "discipline", "paper_number": "12-QĐ/UBKT", "signed_on": "2022-02-10",
            "paper_body": "Ủy ban Kiểm tra Tỉnh ủy", "effective_on": "2022-02-15",
        }  # fmt: skip
        (field,) = found["fields"]
        assert field.pop("unit").startswith("Huyện")
        assert field == {"category": "", "first": "2022-01-10", "last": "2022-03-31"}
    assert {each["of_field"] for each in found["not_counted"]} <= {False}
    after = mine.get(f"{V1}/Q2/{OFFICIAL}").json()
    assert (after["disciplined"], after["fields"]) == ([], [])
    assert after["dossier"] is None
    for code in (HEAD, COLLEAGUE):
        assert program(site, code).get(f"{V1}/Q1/{OFFICIAL}").status_code == 404
    assert looks(site) == ["2022-Q1"]  # the office's; one's own is none


def test_a_year_says_which_periods_count_what_is_decided_and_what_becomes_of_the_rest(
    site: Site,
) -> None:
    finished(site)
    office = site.client(SECRETARIAT)
    before = year_of(site, SECRETARIAT)
    assert before is None  # no round of the year, and nothing is made up
    office.post(DECISIONS, data=seen_in(office.get(DECISIONS).text) | {"act": "publish"})
    open_year(site)
    own, known = year_of(site, OFFICIAL), year_of(site, SECRETARIAT)
    assert own is not None and known is not None
    assert (own["two_running"], known["two_running"]) == (None, False)
    assert own | {"two_running": False} == known
    assert known["undecided_periods"] == "left_out" and known["undecided_basis"] == "unknown"
    first, *others = known["periods"]
    assert first["period"] == "2022-Q1" and first["grade"] == "good"
    assert [each["period"] for each in others] == ["2022-Q2", "2022-Q3", "2022-Q4"]
    assert [each["state"] for each in others] == ["no_round", "no_round", "not_over"]
    assert not any(each["decided"] or each["counted"] or each["grade"] for each in others)
    assert {"so_far", "exact", "rounded", "general", "results", "unit"} <= first.keys()
    assert first["state"] in ("decided", "without_points")
    assert (known["mean"] is not None) == first["counted"] == first["decided"]
    assert known["lacking"] == [] and known["not_completed"] == []


def test_a_decision_that_is_not_published_is_no_part_of_the_year(site: Site) -> None:
    finished(site)
    open_year(site)
    assert decided(site)
    for code in (OFFICIAL, SECRETARIAT):  # all read the same figure
        year = year_of(site, code)
        assert year is not None and year["mean"] is None
        (first, *_) = year["periods"]
        assert (first["state"], first["decided"], first["grade"]) == ("not_published", False, None)


def recorded(site: Site) -> None:
    """A paper on the official, and a field that they lead, both of the first quarter."""
    with writing(site.workplace.engine) as session:
        people = {each.code: each.key for each in session.scalars(select(Person))}
        whose, by, now = people[OFFICIAL], people[SECRETARIAT], at_hour(date(2022, 4, 1), 9)
        unit = session.scalars(select(UnitName.unit_id).where(UnitName.code == "LT")).first()
        assert unit is not None
        session.add(DisciplineRecord(
            person_id=whose, kind=DisciplineKind.DISCIPLINE, paper_number="12-QĐ/UBKT",
            paper_body="Ủy ban Kiểm tra Tỉnh ủy", signed_on=date(2022, 2, 10),
            effective_on=date(2022, 2, 15), recorded_at=now, recorded_by_id=by,
        ))  # fmt: skip
        session.add(LedField(
            person_id=whose, unit_id=unit, first_on=date(2022, 1, 10), last_on=date(2022, 3, 31),
            paper="05-TB/HU", recorded_at=now, recorded_by_id=by,
        ))  # fmt: skip


def looks(site: Site) -> list[str]:
    """Of which periods somebody else looked at the official."""
    with reading(site.workplace.engine) as session:
        query = select(EvaluationViewing.period).join(
            Person, col(Person.id) == col(EvaluationViewing.person_id)
        )
        return list(session.scalars(query.where(col(Person.code) == OFFICIAL)))


def open_year(site: Site) -> None:
    on_day(site, date(2022, 11, 15))
    client = site.client(SECRETARIAT)
    page = client.get("/evaluation/rounds?period=2022&official=ND-335-2025&leader=ND-335-2025").text
    answer = client.post("/evaluation/rounds", data=form_of(page, "/evaluation/rounds"))
    assert answer.status_code == 303, answer.text


def year_of(site: Site, code: str) -> Any:
    """The basis of the official's year as somebody's program reads it."""
    dossier = program(site, code).get(f"{V1}/2022/{OFFICIAL}").json()["dossier"]
    return dossier and dossier["year"]


def test_no_other_period_has_the_basis_of_a_year(site: Site) -> None:
    opened(site)
    assert ROUND.endswith("/Q1")
    assert program(site, OFFICIAL).get(f"{V1}/Q1/{OFFICIAL}").json()["dossier"]["year"] is None
