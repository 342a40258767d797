"""The rules change while a form that judges is open: both grades are said, nothing is recorded."""

import page_grounds
import pytest
import sample_acts
from deciding_acts import SECRETARIAT, verify
from sites import Site
from sqlmodel import select
from verification_pages import VALUE

from dondoc.store import cache
from dondoc.store.database import writing
from models.programme import RuleSet
from models.rules.checkpoints import Act


def other_bands(site: Site) -> None:
    """A plan names a rule set by which everything is completed, and nothing is more."""
    with writing(site.workplace.engine) as session:
        for rule_set in session.exec(select(RuleSet)):
            scoring = {**rule_set.rules["scoring"], "bands": [["completed", "0"]]}
            rule_set.rules = {**rule_set.rules, "scoring": scoring}
    cache.forget()


@pytest.mark.parametrize(
    ("address", "typed"),
    [
        ("/verify/results", {"ref": VALUE, "sure": "yes"}),
        (f"/verify/2022/{VALUE}", {"act": "evaluate"}),
        (f"/act/2022/{VALUE}", {"act": "evaluate"}),
    ],
)
def test_nobody_is_graded_by_rules_that_the_form_did_not_show(
    site: Site, address: str, typed: dict[str, str]
) -> None:
    verify(site)
    client = site.client(SECRETARIAT)
    page = client.get(address, params={"act": typed.get("act", "")}).text
    sent = page_grounds.rows_seen(page) | page_grounds.looked(page) | typed
    other_bands(site)
    answer = client.post(address, data=sent)
    assert answer.status_code in {409, 422} and "Hoàn thành" in answer.text
    assert "kể từ lúc đồng chí mở trang" in answer.text
    assert sample_acts.acts(site, VALUE)[-1].act is Act.VERIFY
