"""A product that is not there, when the finding is corrected, evaluated or read by a program."""

import re
from datetime import date

import pytest
import sample_acts
from api_client import program
from old_marks import mark_for_all
from sites import Site
from undelivered_pages import BY, PRODUCT, judges, page, reports, view
from verification_pages import SECRETARIAT

from dondoc.services.acts.act_input import ActInput
from models.rules.checkpoints import Act
from models.rules.evaluation import Grade


@pytest.mark.parametrize(("off", "after"), [({}, True), ({"mark_off": "on"}, False)])
def test_a_correction_says_what_becomes_of_the_mark_for_all_of_before(
    site: Site, off: dict[str, str], after: bool
) -> None:
    reports(site, "yes")
    assert judges(site, act="verify", objective_cause="on") == 303
    site.advance()
    assert not view(site).objective_cause  # the form marks nothing any more
    mark_for_all(site.workplace.engine)
    assert view(site).objective_cause
    assert 'name="mark_off"' in page(site, SECRETARIAT, f"/verify/2022/{PRODUCT}")
    typed = {"act": "correct", "delivered": "yes", "correct_reason": "Xét lại", **off}
    assert judges(site, **typed) == 303
    assert view(site).objective_cause is after
    item = page(site, BY, f"/items/2022/{PRODUCT}")
    assert ("không còn công nhận nguyên nhân khách quan" in item) is not after


def test_a_program_reads_what_is_undelivered_and_can_make_it_good(site: Site) -> None:
    for act, by in ((Act.REPORT, BY), (Act.VERIFY, SECRETARIAT), (Act.EVALUATE, SECRETARIAT)):
        said = {"delivered": False} if act is Act.REPORT else {}
        sample_acts.record(site, ActInput(act, PRODUCT, by, **said))
    site.advance()
    assert view(site).grade is Grade.NOT_COMPLETED
    secretariat = program(site, SECRETARIAT)
    found = secretariat.get("/api/v1/checkpoints?state=undelivered").json()["items"]
    (mine,) = [one for one in found if one["ref"] == PRODUCT]
    assert (mine["undelivered"], mine["missing"], mine["objective_cause"]) == (True, False, False)
    official = program(site, BY)
    ref, _, label = PRODUCT.partition("/")
    act = {"act": "report", "delivered": True, "request_key": "made-good-1"}
    answer = official.post(f"/api/v1/checkpoints/2022/{ref}/{label}/acts", json=act)
    assert answer.status_code == 201, answer.text


@pytest.mark.parametrize(("delivered", "chosen"), [("yes", "yes"), ("no", "no")])
def test_a_correction_of_something_else_starts_from_what_was_found(
    site: Site, delivered: str, chosen: str
) -> None:
    reports(site, delivered)
    judges(site, act="verify")
    text = site.client(SECRETARIAT).get(f"/verify/2022/{PRODUCT}").text
    form = text[text.index('name="delivered"') :]
    first = form[: form.index("</fieldset>")]
    assert f'value="{chosen}" checked' in first and first.count(" checked") == 1
    assert 'name="mark_off"' not in form


def test_whoever_evaluates_reads_that_an_objective_cause_was_confirmed(site: Site) -> None:
    reports(site, "yes")
    judges(site, act="verify")
    cause = {"about": "lateness", "since": date(2022, 5, 10), "reason": "Mưa lũ"}
    sample_acts.record(site, ActInput(Act.CONFIRM_CAUSE, PRODUCT, SECRETARIAT, **cause))
    shown = page(site, SECRETARIAT, f"/verify/2022/{PRODUCT}")
    assert "Lần trễ hạn thứ 1" in shown and "đã xác nhận" in shown and "Mưa lũ" in shown


def test_what_was_verified_as_not_there_stands_open_beside_what_is_overdue(site: Site) -> None:
    reports(site, "no")
    judges(site, act="verify")
    work = page(site, BY, "/work")
    sections = re.findall(r'<(?:details[^>]*|section) id="(\w+)"', work)
    assert sections[0] == "undone" and "open" in sections
    before = work[: work.index(f'id="{PRODUCT}"')]
    assert before.count("<details") == before.count("</details>")
