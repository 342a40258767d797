"""A form that decides, opened by whom it is for."""

import page_grounds
from deciding_forms import Stale, _hidden
from fastapi.testclient import TestClient
from sites import Site


def opened(form: Stale, site: Site) -> tuple[TestClient, str, dict[str, str]]:
    """Who has it before them, where it is sent to, and what it carries unseen."""
    form.begin(site)
    place = form.find(site)
    address = form.address.format(**place)
    page = (form.page or page_grounds.page_of(address, form.typed)).format(**place)
    client = site.client(form.by) if form.by else site.visitor()
    shown = _hidden(client.get(page).text)
    return client, address, {name: value for name, value in shown.items() if name != "rows"}
