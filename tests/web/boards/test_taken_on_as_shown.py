"""Work is taken on as it was shown: whoever has an older page is told what a plan has changed."""

import re
from decimal import Decimal

import page_grounds
import pytest
import sample_acts
from api_client import V1, program, send
from sites import Site

from dondoc.store.database import writing
from models.assignment import Checkpoint
from models.rules.checkpoints import Act

BY, NEW = "CB-LT2", "DV01@LT/Q4"
BUTTON, ALL, ITEM = f"/act/2022/{NEW}", "/acknowledge", f"/items/2022/{NEW}"


def more_is_asked(site: Site) -> None:
    """A plan asks for more than the page showed."""
    with writing(site.workplace.engine) as session:
        checkpoint = session.get_one(Checkpoint, sample_acts.checkpoint_id(site, NEW))
        checkpoint.expected = Decimal(9876)


@pytest.mark.parametrize(("page", "address"), [("/work", ALL), ("/work", BUTTON), (ITEM, BUTTON)])
@pytest.mark.parametrize("changed", [True, False])
def test_a_button_takes_on_what_its_page_showed(
    site: Site, page: str, address: str, changed: bool
) -> None:
    client = site.client(BY)
    shown = client.get(page).text
    form = re.search(rf'<form[^>]*action="{address}[^"]*"[^>]*>.*?</form>', shown, re.DOTALL)
    assert form is not None
    sent = page_grounds.hidden(form[0]) | {"act": "acknowledge", "ref": NEW}
    if changed:
        more_is_asked(site)
    answer = client.post(address, data=sent)
    if not changed:
        assert answer.status_code == 303
        assert sample_acts.acts(site, NEW)[-1].act is Act.ACKNOWLEDGE
        return
    assert answer.status_code in {409, 422} and "9.876" in answer.text
    assert sample_acts.acts(site, NEW) == []


def test_a_program_takes_on_what_it_read_where_it_says_so(site: Site) -> None:
    client = program(site, BY)
    rows = client.get(f"{V1}/assignments/2022/{NEW.partition('/')[0]}").json()["checkpoints"]
    seen = next(row["seen"] for row in rows if row["ref"] == NEW)
    more_is_asked(site)
    status, told = send(client, NEW, act="acknowledge", seen=seen, request_key="old-page-1")
    assert status == 409 and "9.876" in str(told["detail"]).replace(",", ".")
    assert send(client, NEW, act="acknowledge", request_key="whatever-1")[0] == 201
