"""Seats on a session's page: as grades are chosen, after saving, and to whom they are shown."""

import html
import re

from evaluation_round import ROUND, form_of
from session_story import HELD, everybody_commented, on_day
from sites import Site
from sqlmodel import col, select

from dondoc.store.database import reading
from models.evaluation_round import EvaluationDossierStep
from models.evaluation_viewing import EvaluationViewing
from models.rules.evaluation_course.dossiers import DossierStepKind

SECRETARIAT, STANDING = "CB-VPTU3", "CB-TTTU1"
DECISIONS = f"{ROUND}/decisions"
CALLED = {"held_on": HELD.isoformat(), "body": "Ban Thường vụ", "members": "15", "present": "13"}
WHY = "Ngoài trần, hội nghị thống nhất"


def looks(site: Site) -> int:
    with reading(site.workplace.engine) as session:
        return len(session.scalars(select(EvaluationViewing)).all())


def part(page: str, name: str) -> str:
    found = re.search(rf'id="{re.escape(name)}".*?</(?:span|p|div)>', page, re.DOTALL)
    return html.unescape(re.sub(r"<[^>]*>", "", found[0])) if found else ""


def test_seats_follow_what_is_chosen_and_what_is_saved(site: Site) -> None:
    everybody_commented(site)
    on_day(site, HELD)
    client = site.client(SECRETARIAT)
    page = client.get(DECISIONS).text
    typed = form_of(page, DECISIONS) | CALLED | {"act": "call"}
    at = client.post(DECISIONS, data=typed).headers["location"].partition("?")[0]
    client = site.client(STANDING)
    page = client.get(at).text
    keys = re.findall(r'name="seen-(\d+)"', page)
    group = re.search(r'id="seats-of-([\w.-]+)"', page)
    assert group is not None
    assert "đang chọn xuất sắc 0, chưa chọn 9, trần 0" in part(page, f"seats-of-{group[1]}")
    assert page.count("● ngoài trần") == 36 and "Trần xuất sắc:" in page
    before = looks(site)
    seats = client.get(f"{at}/seats", params={f"grade-{key}": "excellent" for key in keys[:2]})
    assert "đang chọn xuất sắc 2, chưa chọn 7, trần 0" in part(seats.text, f"seats-of-{group[1]}")
    assert "vượt 2" in part(seats.text, "seats-of-all") and "<main" not in seats.text
    assert looks(site) == before  # it is the look at the page, that was kept
    assert site.client("CB-SL1").get(f"{at}/seats").status_code == 404
    assert client.get(at.replace("/Q1/", "/Q2/") + "/seats").status_code == 404
    chosen = {f"grade-{key}": "excellent" if key == keys[0] else "good" for key in keys}
    answer = client.post(at, data=form_of(page, at) | chosen)
    assert answer.status_code == 409
    # One sentence asks for the reason of all; a list of as many as there are people helps nobody.
    assert "ghi lý do chung ở đây" in answer.text
    assert answer.text.count("phải ghi lý do") <= 3
    again = form_of(answer.text, at)
    answer = client.post(at, data=again | chosen | {"reason-all": WHY})
    assert answer.status_code == 303, html.unescape(answer.text)[:2000]
    saved = client.get(at).text
    assert "vượt 1" in part(saved, "seats-of-all")
    with reading(site.workplace.engine) as session:
        kind = col(EvaluationDossierStep.kind) == DossierStepKind.DECIDED
        reasons = session.scalars(select(EvaluationDossierStep).where(kind)).all()
        assert len(reasons) == len(keys)
        # Whom rules and unit agree on needs no reason, and is given none.
        assert {step.reason for step in reasons} == {"", WHY}
    office = site.client(SECRETARIAT)
    close = form_of(office.get(at).text, f"{at}/minutes") | {"close": "yes"}
    assert office.post(f"{at}/minutes", data=close).status_code == 303
    before_publishing = html.unescape(office.get(DECISIONS).text)
    assert "Vượt trần:" in before_publishing and "có 1 xuất sắc, trần là 0" in before_publishing
    own = client.get(f"{ROUND}/CB-SL1").text
    assert "Ban Thường vụ (" in own
