"""What is decided and not published shows on no page, in no form and in no answer of the API."""

import html
import re
from typing import Any

from api_client import program
from evaluation_round import OFFICIAL, PAGE, ROUND, form_of
from session_on_pages import DECISIONS, SECRETARIAT, STANDING, called, decided, filled, seen_in
from sites import Site
from sqlmodel import col, select

from dondoc.store.database import reading, writing
from models.evaluation_round import EvaluationDossier
from models.person import Person

HEAD = "CB-YL1"
API = f"/api/v1{ROUND}"


def test_who_is_graded_and_who_leads_them_find_nothing_changed(site: Site) -> None:
    at = called(site)
    led_by_head(site)
    body = site.client(STANDING)
    form = filled(body.get(at).text, at)
    before = {code: found_by(site, code) for code in (OFFICIAL, HEAD)}
    assert "proposals" in before[HEAD] and before[HEAD]["rows"]
    body.post(at, data=form)
    assert len(decided(site)) > 1
    assert {code: found_by(site, code) for code in (OFFICIAL, HEAD)} == before
    rows = program(site, SECRETARIAT).get(f"{API}/dossiers").json()["rows"]
    known = {row["person"]: row["state"] for row in rows}
    assert known[OFFICIAL] == "decided" and before[OFFICIAL]["dossier"]["state"] == "open"


def test_once_published_everybody_concerned_reads_it(site: Site) -> None:
    at = called(site)
    led_by_head(site)
    body, office = site.client(STANDING), site.client(SECRETARIAT)
    body.post(at, data=filled(body.get(at).text, at))
    minutes = form_of(office.get(at).text, f"{at}/minutes")
    office.post(f"{at}/minutes", data=minutes | {"minutes": "Kết luận", "close": "yes"})
    office.post(DECISIONS, data=seen_in(office.get(DECISIONS).text) | {"act": "publish"})
    assert found_by(site, OFFICIAL)["dossier"]["state"] == "decided"
    (row,) = (each for each in found_by(site, HEAD)["rows"] if each["person"] == OFFICIAL)
    assert (row["state"], row["decided"], row["is_decided"]) == ("decided", "good", True)


def led_by_head(site: Site) -> None:
    """The official is evaluated in the unit of somebody who heads it and does not evaluate."""
    with writing(site.workplace.engine) as session:
        query = select(Person.code, EvaluationDossier).join(
            EvaluationDossier, col(EvaluationDossier.person_id) == col(Person.id)
        )
        of = dict(session.exec(query).all())
        of[OFFICIAL].unit_id, of[OFFICIAL].leads = of[HEAD].unit_id, False


def found_by(site: Site, code: str) -> dict[str, Any]:
    """The evaluation of the official, and what is asked of whoever looks, as they find it."""
    client, reader = site.client(code), program(site, code)
    found: dict[str, Any] = {
        "page": without_looks(client.get(PAGE).text),
        "work": re.findall(r'<a[^>]*href="/evaluation[^>]*>[^<]*', client.get("/work").text),
        "dossier": reader.get(f"{API}/{OFFICIAL}").json()["dossier"],
        "rows": reader.get(f"{API}/dossiers").json().get("rows"),
        "board": client.get(ROUND).text,
    }
    with reading(site.workplace.engine) as session:
        query = select(EvaluationDossier.unit_id).join(
            Person, col(Person.id) == col(EvaluationDossier.person_id)
        )
        unit = session.exec(query.where(col(Person.code) == OFFICIAL)).one()
    proposals = client.get(f"{ROUND}/units/{unit}")
    if proposals.status_code == 200:
        found["proposals"] = html.unescape(proposals.text)
    return found


def without_looks(page: str) -> str:
    """The page but for who looked at it, which every look adds to."""
    return page.partition('<section class="sheet" id="looks"')[0]
