"""Whatever form of the evaluation: all that is wrong with it is told at once, at its field."""

import html

import pytest
from evaluation_round import OFFICIAL, PAGE, form_of, opened
from form_faults import held, wrong_fields
from sites import Site
from sqlmodel import select

from dondoc.store.database import reading
from models.discipline import DisciplineRecord
from models.evaluation_absence import EvaluationAbsence
from models.led_field import LedField
from models.recheck import RecheckSample
from tests.web.evaluation.test_rechecks import numbered

OFFICE, HEAD = "CB-VPTU3", "CB-LT1"
ABSENCES, DISCIPLINE, FIELDS = f"{PAGE}/absences", "/evaluation/discipline", "/evaluation/fields"


def sent(site: Site, address: str, typed: dict[str, str], lang: str = "vi") -> str:
    """The page on which a form comes back; what was typed stays."""
    client = site.client(OFFICE)
    client.get(f"/language/{lang}")
    carried = form_of(client.get(address).text, address)
    answer = client.post(address, data=carried | typed)
    assert answer.status_code == 422
    return answer.text


def test_a_sample_to_be_looked_at_again(site: Site) -> None:
    page = sent(site, "/rechecks", {"quarter": "2022-Q2", "share": "nhiều", "seed": ""})
    assert wrong_fields(page) == {"quarter", "share", "seed"}
    assert held(page, "share") == "nhiều"
    page = sent(site, "/rechecks", {"quarter": "quý này", "share": "101", "seed": "x" * 61})
    assert wrong_fields(page) == {"quarter", "share", "seed"}
    assert count(site, RecheckSample) == 0


def test_what_somebody_finds_again(site: Site) -> None:
    order = {"quarter": "2022-Q1", "share": "100", "seed": "quay-so-1"}
    assert site.client(OFFICE).post("/rechecks", data=order).status_code == 303
    drawn = sent(site, "/rechecks", order | {"share": "0"})
    assert wrong_fields(drawn) == {"quarter", "share"}
    row, code = numbered(site)
    client, address = site.client(code), f"/rechecks/{row.key}"
    carried = form_of(client.get("/rechecks").text, address)
    typed = {f"value-{row.key}": "nhiều", f"reason-{row.key}": "", "act": "differs"}
    answer = client.post(address, data=carried | typed)
    assert wrong_fields(answer.text) == {f"value-{row.key}", f"reason-{row.key}"}
    assert held(answer.text, f"value-{row.key}") == "nhiều"


def count(site: Site, table: type) -> int:
    with reading(site.workplace.engine) as session:
        return len(session.scalars(select(table)).all())


def test_an_absence(site: Site) -> None:
    opened(site)
    page = sent(site, ABSENCES, {"first": "2022-02-15", "last": "hôm kia", "paper": "x" * 501})
    assert wrong_fields(page) == {"last", "reason", "paper"}
    assert held(page, "last") == "hôm kia" and held(page, "first") == "2022-02-15"
    late = {"first": "2022-06-06", "last": "2022-06-01", "reason": "sick", "paper": ""}
    page = sent(site, ABSENCES, late)
    assert wrong_fields(page) == {"first", "last", "paper"}
    assert count(site, EvaluationAbsence) == 0


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({}, {"person", "kind", "signed", "effective", "number", "body"}),
        ({"person": "KHONG-CO", "kind": "discipline", "signed": "2022-06-01", "number": "1-QĐ",
          "effective": "2021-12-30"}, {"person", "signed", "effective", "body"}),
        ({"unit": "LT", "kind": "degradation", "signed": "hôm qua", "effective": "2023-01-10",
          "number": "1-QĐ", "body": "UBKT"}, {"kind", "signed", "effective"}),
    ],
)  # fmt: skip
def test_a_paper_of_discipline(site: Site, typed: dict[str, str], wrong: set[str]) -> None:
    page = sent(site, DISCIPLINE, typed)
    assert wrong_fields(page) == wrong
    assert all(held(page, name) == text for name, text in typed.items() if name != "kind")
    assert count(site, DisciplineRecord) == 0


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({}, {"person", "unit", "first", "paper"}),
        ({"person": "KHONG-CO", "unit": "KHONG-CO", "category": "Nấu ăn", "first": "2022-06-01",
          "last": "2022-05-31"}, {"person", "unit", "category", "first", "last", "paper"}),
        ({"person": HEAD, "unit": "LT", "first": "2022-01-10", "last": "cuối năm", "paper": "TB"},
         {"last"}),
    ],
)  # fmt: skip
def test_a_field_that_is_led(site: Site, typed: dict[str, str], wrong: set[str]) -> None:
    page = sent(site, FIELDS, typed)
    assert wrong_fields(page) == wrong
    assert all(held(page, name) == text for name, text in typed.items() if name != "category")
    assert count(site, LedField) == 0


def test_what_stands_already_is_told_beside_what_lacks(site: Site) -> None:
    led = {"person": HEAD, "unit": "LT", "first": "2022-01-10", "paper": "Thông báo 15"}
    paper = {"person": OFFICIAL, "kind": "discipline", "number": "1-QĐ", "signed": "2022-03-08",
             "body": "UBKT", "effective": "2022-03-10"}  # fmt: skip
    for address, typed in ((FIELDS, led), (DISCIPLINE, paper)):
        assert site.client(OFFICE).post(address, data=typed).status_code == 303
    assert wrong_fields(sent(site, FIELDS, led | {"paper": ""})) == {"first", "paper"}
    again = paper | {"body": "", "effective": "2023-01-10", "kind": ""}
    page = sent(site, DISCIPLINE, again, lang="en")
    assert wrong_fields(page) == {"number", "body", "effective", "kind"}
    assert "The day of effect is not in 2022" in html.unescape(page)
