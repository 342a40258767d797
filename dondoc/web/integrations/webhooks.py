"""Where other programs are told what moved: added, tried, stopped, and what came of the calls."""

from fastapi import HTTPException
from fastapi.responses import Response
from sqlmodel import Session

from dondoc.services.integrations.webhooks import addresses
from dondoc.services.integrations.webhooks.addresses import WebhookChange
from dondoc.services.integrations.webhooks.calls import CallOutcome
from dondoc.services.integrations.webhooks.send import Receiver, send_test
from dondoc.web.site.forms import Form, FormFields
from dondoc.web.site.keys import Key
from dondoc.web.site.pages import go, page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, VisitingNow
from models.rules.roles import Mandate

router = Pages()

_KEEPERS = (Mandate.SECRETARIAT, Mandate.ADMINISTRATOR)
_DONE = frozenset({"stopped", "started"})


@router.get("/webhooks")
def webhooks_page(visit: VisitingNow) -> Response:
    """The addresses and the latest calls."""
    visit.require(*_KEEPERS)
    return _page(visit)


@router.post("/webhooks")
def add(visit: VisitingNow, fields: FormFields) -> Response:
    """Adds an address and shows its secret, once."""
    visit.require(*_KEEPERS)
    form = Form(fields, visit.tr)
    name, url = form.needed("name", "label"), form.needed("url")
    if form.errors:
        return _page(visit, form)
    with visit.writing() as session:
        visit.for_office(session).mandated(*_KEEPERS)  # who lost it since they came in is refused
        made = form.attempt(lambda: addresses.add(_keeping(visit, session), name, url), "url")
    if made is None:
        return _page(visit, form)
    return _page(visit, secret=(name, made[1]))


@router.post("/webhooks/{webhook_id}/{act}")
def change(visit: VisitingNow, webhook_id: Key, act: str) -> Response:
    """Tries, stops or starts an address."""
    visit.require(*_KEEPERS)
    if act == "test":
        return _page(visit, tried=_try(visit, webhook_id))
    if act not in {"stop", "start"}:
        raise HTTPException(404)
    with visit.writing() as session:
        visit.for_office(session).mandated(*_KEEPERS)
        webhook_change = _keeping(visit, session)
        done = (addresses.stop if act == "stop" else addresses.start)(webhook_change, webhook_id)
    if not done:
        raise HTTPException(404)
    return go(f"/webhooks?done={'stopped' if act == 'stop' else 'started'}", visit)


def _try(visit: Visit, webhook_id: int) -> CallOutcome:
    """No transaction is open while the other side takes its time."""
    with visit.reading() as session:
        webhook = addresses.find(_keeping(visit, session), webhook_id)
    if webhook is None:
        raise HTTPException(404)
    workplace = visit.workplace
    private = workplace.settings.webhook_private_hosts
    receiver = Receiver(webhook.url, webhook.secret)
    return send_test(receiver, sample=workplace.sample, private=private)


def _keeping(visit: Visit, session: Session) -> WebhookChange:
    private = visit.workplace.settings.webhook_private_hosts
    return WebhookChange(session, visit.viewer, visit.now, visit.wall, private)


def _page(
    visit: Visit,
    form: Form | None = None,
    secret: tuple[str, str] | None = None,
    tried: CallOutcome | None = None,
) -> Response:
    with visit.reading() as session:
        webhook_change = _keeping(visit, session)
        rows, calls = addresses.places(webhook_change), addresses.log(webhook_change)
    done = visit.request.query_params.get("done")
    return page(
        visit,
        "integrations/webhooks",
        422 if form else 200,
        form=form,
        secret=secret,
        tried=tried,
        places=rows,
        calls=calls,
        done=done if done in _DONE else None,
    )
