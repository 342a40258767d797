"""Due dates in one's own calendar: secret addresses, and the files behind them."""

from fastapi import HTTPException, Request
from fastapi.responses import Response

from dondoc.services.integrations.calendar_addresses import (
    addresses_of,
    make_address,
    revoke_address,
)
from dondoc.services.integrations.calendar_feed import GoneError, calendar_file
from dondoc.store.database import reading
from dondoc.web.reports.fields import new_nonce
from dondoc.web.site.forms import Form, FormFields, number_in
from dondoc.web.site.pages import go, page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, Visiting, workplace_of

router = Pages()

MIME = "text/calendar; charset=utf-8"


@router.get("/calendar")
def calendars(visit: Visiting, done: str = "") -> Response:
    """The calendars that one can have, and which addresses there are."""
    return _page(visit, done="revoked" if done == "revoked" else "")


@router.post("/calendar")
def make(visit: Visiting, fields: FormFields) -> Response:
    """Makes an address and shows it, this once: only a digest of it is kept."""
    form = Form(fields, visit.tr)
    text = form.text("unit")
    unit_id = number_in(text)
    if text and unit_id is None:
        raise HTTPException(404)
    if unit_id is not None and not visit.viewer.may_see_unit(unit_id):
        raise HTTPException(404)
    if not form.has("make"):
        return go("/calendar", visit)
    with visit.writing() as session:
        token = make_address(session, visit.viewer, unit_id, visit.wall, form.text("nonce"))
    return _page(visit, made=(unit_id, token))


@router.post("/calendar/revoke")
def revoke(visit: Visiting, fields: FormFields) -> Response:
    """Ends an address; whoever still has it gets nothing any more."""
    feed_id = number_in(Form(fields, visit.tr).text("feed")) or 0
    with visit.writing() as session:
        known = revoke_address(session, visit.viewer, feed_id, visit.wall)
    return go("/calendar?done=revoked" if known else "/calendar", visit)


@router.get("/calendar/{token}.ics")
def fetch(request: Request, token: str) -> Response:
    """The file for a calendar program; the secret address is the right to it."""
    workplace = workplace_of(request)
    try:
        with reading(workplace.engine) as session:
            now = workplace.clock().now()
            content = calendar_file(session, token, now, workplace.settings.web_url)
    except GoneError:
        return Response(status_code=410)
    if content is None:
        raise HTTPException(404)
    headers = {"Content-Disposition": 'inline; filename="dondoc.ics"'}
    return Response(content, media_type=MIME, headers=headers)


def _page(visit: Visit, made: tuple[int | None, str] | None = None, done: str = "") -> Response:
    with visit.reading() as session:
        addresses = addresses_of(session, visit.viewer)
    base = visit.workplace.settings.web_url.rstrip("/")
    return page(
        visit,
        "integrations/calendars",
        addresses=addresses,
        nonce=new_nonce(),
        address=f"{base}/calendar/{made[1]}.ics" if made else "",
        made=next((address for address in addresses if made and address.unit_id == made[0]), None),
        done=done,
    )
