"""The quality of a result: asked for where it counts, and put right where it was mistyped."""

from decimal import Decimal

import page_grounds
import pytest
from sites import Site
from verification_pages import PRODUCT, SECRETARIAT, VALUE, fields_of, item_of, record, reporter_of

from dondoc.services.acts.act_input import ActInput
from models.rules.checkpoints import Act

HINT = "để trống thì giữ nguyên"


def opened(site: Site, ref: str) -> str:
    return site.client(SECRETARIAT).get(f"/verify/2022/{ref}").text


def quality_of(site: Site, ref: str) -> Decimal | None:
    result = item_of(site, ref).facts.result
    return None if result is None else result.quality


def test_it_is_not_asked_of_a_product_that_is_not_there(site: Site) -> None:
    """The sample's product is reported as not finished: its quality counts for nothing."""
    accepting = opened(site, PRODUCT).partition('class="sheet" method="post"')[2]
    assert 'name="quality"' not in accepting.partition("</form>")[0]
    assert 'name="quality"' in opened(site, VALUE)


@pytest.mark.parametrize(("typed", "becomes"), [("90", 90), ("", 9)])
def test_a_mistyped_one_is_corrected_on_the_page(site: Site, typed: str, becomes: int) -> None:
    record(site, ActInput(act=Act.VERIFY, ref=VALUE, by=SECRETARIAT, quality=Decimal(9)))
    site.advance()
    page = opened(site, VALUE)
    assert f"{HINT} 9." in page
    amending = page[page.index('name="correct_reason"') - 2000 :].partition('value="correct"')[0]
    sent = {"act": "correct", "value": "16,5", "correct_reason": "Gõ nhầm", "quality": typed}
    answer = site.client(SECRETARIAT).post(
        f"/verify/2022/{VALUE}", data=page_grounds.hidden(amending) | sent
    )
    assert answer.status_code == 303 and quality_of(site, VALUE) == becomes


def test_it_is_said_of_another_value_than_the_reported_one(site: Site) -> None:
    sent = {"act": "verify", "changed": "yes", "value": "15", "quality": "80",
            "correct_reason": "Theo biên bản"}  # fmt: skip
    client, address = site.client(SECRETARIAT), f"/verify/2022/{VALUE}"
    form = fields_of(opened(site, VALUE))
    refused = client.post(address, data=form | sent | {"quality": "800"}).text
    assert refused.count('id="quality"') == 1 and refused.count('id="quality-error"') == 1
    assert client.post(address, data=form | sent).status_code == 303
    assert quality_of(site, VALUE) == 80


@pytest.mark.parametrize("ref", ["KHDT01@KHDT/B2", "VPTU01@VPTU/B1"])
def test_whatever_is_overdue_says_by_how_much_on_the_pages_of_its_report(
    site: Site, ref: str
) -> None:
    """A late report that waits, and a product that was found not to be there."""
    by = reporter_of(site, ref)
    for who, address in ((SECRETARIAT, "/verify"), (by, "/report"), (SECRETARIAT, "/nudge")):
        assert " ngày làm việc" in _head(site.client(who).get(f"{address}/2022/{ref}").text)


def _head(page: str) -> str:
    return page[page.index("due-overdue") :][:600]
