"""Whatever form of the evaluation: all that is wrong with it is told at once, at its field."""

import html
from pathlib import Path

import pytest
from catalogue_files import HOME
from catalogue_files import load as load_catalogue
from evaluation_round import OFFICIAL, PAGE, form_of, opened
from form_faults import held, wrong_fields
from own_rule_files import CODE
from own_rule_files import typed as typed_day
from sites import Site
from sqlmodel import select

from dondoc.i18n import translator
from dondoc.store.database import reading
from models.discipline import DisciplineRecord
from models.evaluation_absence import EvaluationAbsence
from models.evaluation_round import EvaluationRound
from models.led_field import LedField
from models.recheck import RecheckSample
from models.rules.grounds import as_text
from tests.web.evaluation.test_own_rules_pages import DRAFT
from tests.web.evaluation.test_own_rules_pages import PAGE as RULES
from tests.web.evaluation.test_own_rules_pages import load as load_rules
from tests.web.evaluation.test_rechecks import numbered

OFFICE, HEAD = "CB-VPTU3", "CB-LT1"
ABSENCES, DISCIPLINE, FIELDS = f"{PAGE}/absences", "/evaluation/discipline", "/evaluation/fields"


def sent(
    site: Site, address: str, typed: dict[str, str], at: str = "", lang: str = "vi",
    status: int = 422,
) -> str:  # fmt: skip
    """The page on which a form comes back; `at`: the page that it stands on."""
    client = site.client(OFFICE)
    client.get(f"/language/{lang}")
    carried = form_of(client.get(at or address).text, address)
    answer = client.post(address, data=carried | typed)
    assert answer.status_code == status
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


def test_a_rule_set_put_in_force(site: Site, tmp_path: Path) -> None:
    load_rules(site, tmp_path)
    ahead = typed_day("2022-03-31") | {"in_force_dated": "2022-06-30", "in_force_paper": " "}
    seen = {"seen": as_text({f"own_rules:{CODE}": "-"})}
    answer = site.client(OFFICE).post(f"{DRAFT}/in-force", data=ahead | seen)
    assert answer.status_code == 409
    for words in ("chưa được thử", "kỳ đã kết thúc (2022-Q1)", "Văn bản ghi ngày", "Ghi số"):
        assert words in html.unescape(answer.text)

    site.client(OFFICE).get(f"{DRAFT}/trial")
    names = {f"in_force_{name}" for name in ("day", "paper", "dated")}
    page = sent(site, f"{DRAFT}/in-force", ahead, at=RULES)
    assert wrong_fields(page) == names and held(page, "in_force_dated") == "2022-06-30"
    no_days = {"in_force_day": "ngày mai", "in_force_dated": "hôm kia"}
    page = sent(site, f"{DRAFT}/in-force", no_days, at=RULES, lang="en")
    assert wrong_fields(page) == names | {"in_force_reason"}
    assert "ngày mai" in html.unescape(page) and "Write the reason." in page


def test_a_catalogue_approved(site: Site) -> None:
    version = load_catalogue(site)
    wrong = {"approve_day": "2022-03-31", "approve_paper": "15-QĐ", "approve_dated": "2022-06-30"}
    address = f"{HOME}/versions/{version}/approve"
    page = sent(site, address, wrong, at=f"{HOME}?version={version}")
    assert wrong_fields(page) == {"approve_day", "approve_dated", "approve_reason"}
    assert held(page, "approve_paper") == "15-QĐ"


ROUNDS = "/evaluation/rounds?period=Q1&official=ND-335-2025&leader=ND-335-2025"


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"self_until": "hôm nay", "comment_until": "", "request_days": "0", "answer_days": "mười",
          "most-0": "nhiều"},
         {"self_until", "comment_until", "request_days", "answer_days", "most-0"}),
        ({"self_until": "2022-05-19", "proposal_until": "2022-05-23", "most-0": "8",
          "answer_days": "61"}, {"self_until", "proposal_until", "most-0", "answer_days"}),
        ({"leader": "MINH-HOA-2021-2022", "self_until": "2022-12-30", "request_days": ""},
         {"leader", "comment_until", "request_days"}),
        ({"official": "HD-02-BTCTW", "decision_until": "2022-05-26", "answer_days": "-1"},
         {"official", "decision_until", "answer_days"}),
    ],
)  # fmt: skip
def test_a_round_to_be_opened(site: Site, changed: dict[str, str], wrong: set[str]) -> None:
    page = sent(site, "/evaluation/rounds", changed, at=ROUNDS)
    assert wrong_fields(page) == wrong
    kept = {name: text for name, text in changed.items() if name not in ("official", "leader")}
    assert all(held(page, name) == text for name, text in kept.items())
    assert count(site, EvaluationRound) == 0


def test_a_round_that_cannot_even_be_proposed(site: Site) -> None:
    address = "/evaluation/rounds?period=Q2&official=KHONG-CO&leader=CUNG-KHONG"
    page = site.client(OFFICE).get(address).text
    assert wrong_fields(page) == {"period", "official", "leader"}


def test_another_reading_to_compare_with(shown: Site) -> None:
    asked = {"other": "KHONG-CO", "p.deduction": "nhiều", "p.bands": "70;90;50",
             "p.denominator": "nothing", "p.total_places": "1"}  # fmt: skip
    client = shown.client(OFFICE)
    answer = client.get("/evaluation/2022/Q1/what-if", params=asked)
    assert answer.status_code == 422
    page = html.unescape(answer.text)
    assert wrong_fields(page) == {"other", "p.deduction", "p.bands", "p.denominator"}
    assert held(page, "p.deduction") == "nhiều" and held(page, "p.bands") == "70;90;50"
    label = translator("vi")("evaluation.parameter.deduction")
    assert f"{label}: “nhiều” không phải là số. Ghi số, dấu phẩy" in page
    assert "90; 70; 50" in page


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
