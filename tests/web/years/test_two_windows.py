"""Two windows of one person show two years: what is sent from one comes back to its year."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import page_grounds
import pytest
from accounts_world import give_password
from deciding_acts import ADMINISTRATOR, OFFICIAL, SECRETARIAT
from sites import Site, _close
from two_years import JANUARY, NEXT, RUNNING, load_next_year, site_on

SENT = {
    f"/people/{OFFICIAL}": (SECRETARIAT, {"full_name": "Tên mới", "language": "vi"}),
    "/settings/weekly": (OFFICIAL, {"weekday": "2"}),
    "/settings/mute": (OFFICIAL, {"optional": "yes"}),
    "/channels/mail": (ADMINISTRATOR, {"per_minute": "30"}),
    "/views": (SECRETARIAT, {"page": "overdue", "name": "Tên danh sách", "query": ""}),
    "/digests": (SECRETARIAT, {"quarter": "2022-Q4"}),
    "/calendar": (OFFICIAL, {}),
}
PAGES = {"/views": "/overdue", "/digests": "/digests", "/calendar": "/calendar"}


@pytest.fixture(scope="module")
def january(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = site_on(sample_home, tmp_path_factory.mktemp("windows") / "home", JANUARY)
    load_next_year(site)
    give_password(site, ADMINISTRATOR, administrator=True)
    yield site
    _close(site)


@pytest.mark.parametrize("address", SENT)
def test_what_is_sent_from_a_window_comes_back_to_its_year(january: Site, address: str) -> None:
    by, typed = SENT[address]
    page = PAGES.get(address) or page_grounds.page_of(address, typed)
    client = january.client(by)
    shown = client.get(f"{page}?year={RUNNING}").text
    client.get(f"/work?year={NEXT}")  # in the other window
    form = re.search(
        rf'<form[^>]*action="({address}(?:\?[^"]*)?)"[^>]*>.*?</form>', shown, re.DOTALL
    )
    assert form is not None
    sent = page_grounds.hidden(form[0]) | page_grounds.looked(form[0]) | typed
    answer = client.post(unescape(form[1]), data=sent)
    assert answer.status_code == 303
    assert f"year={RUNNING}" in answer.headers["location"]
