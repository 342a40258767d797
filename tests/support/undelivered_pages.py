"""The pages on which a product that is not there is reported and verified."""

import html

import page_grounds
from programmes import current_programme
from sites import Site
from verification_pages import SECRETARIAT, fields_of

from dondoc.services.work.assignment_view import assignment_view
from dondoc.services.work.checkpoint_view import CheckpointView
from dondoc.store.database import reading

PRODUCT, BY = "STC01@STC/B2", "CB-STC1"
"""A product that is overdue in the sample on its day."""
HERE = f"/report/2022/{PRODUCT}"


def view(site: Site) -> CheckpointView:
    with reading(site.workplace.engine) as session:
        programme, now = current_programme(session), site.workplace.clock().now()
        seen = assignment_view(session, programme, PRODUCT, now)
        return next(checkpoint for checkpoint in seen.checkpoints if checkpoint.ref == PRODUCT)


def page(site: Site, code: str | None, address: str) -> str:
    client = site.client(code) if code else site.visitor()
    return html.unescape(client.get(address).text)


def reports(site: Site, delivered: str) -> str:
    """The official fills in the form; gives the page that follows."""
    client = site.client(BY)
    form = fields_in(client.get(HERE).text)
    answer = client.post(HERE, data=form | {"act": "report", "delivered": delivered})
    site.advance()
    where = answer.headers.get("location")
    return html.unescape(client.get(where).text if where else answer.text)


def fields_in(text: str) -> dict[str, str]:
    form = text[text.index("data-report=") :]
    return page_grounds.hidden(form)


def judges(site: Site, **typed: str) -> int:
    client = site.client(SECRETARIAT)
    address = f"/verify/2022/{PRODUCT}"
    text = client.get(address).text
    form = fields_of(text) if 'value="verify"' in text else amending(text)
    status = client.post(address, data=form | typed).status_code
    site.advance()
    return status


def amending(text: str) -> dict[str, str]:
    form = text[text.index('value="correct"') - 2000 :]
    return page_grounds.hidden(form[: form.index('value="correct"')])
