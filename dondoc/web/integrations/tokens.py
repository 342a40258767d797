"""One's own tokens for the JSON API: made, shown once, revoked."""

from fastapi import HTTPException
from fastapi.responses import Response

from dondoc.services.accounts import api_tokens
from dondoc.services.accounts.api_tokens import LIFETIMES, TokenOwner, TokenScope
from dondoc.web.accounts.proof import own_account, proof_needed, unproven
from dondoc.web.reports.fields import new_nonce, nonce_of
from dondoc.web.site.forms import Form, FormFields, number_in
from dondoc.web.site.keys import Key
from dondoc.web.site.pages import go, page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, Visiting

router = Pages()


@router.get("/account/tokens")
def tokens_page(visit: Visiting) -> Response:
    """The tokens that there are, and a form for a new one."""
    return _page(visit)


@router.post("/account/tokens")
def make_token(visit: Visiting, fields: FormFields) -> Response:
    """Makes a token and shows it, once."""
    form = Form(fields, visit.tr)
    name = form.needed("name", "label")
    scopes = [TokenScope(text) for text in form.all("scopes") if text in set(TokenScope)]
    days = number_in(form.text("days")) or 0
    if not scopes:
        form.fail("scopes", "tokens.error.scopes")
    if days not in LIFETIMES:
        form.fail("days", "tokens.error.days")
    refused = unproven(visit, form, lambda: _page(visit, form, status=422))
    if refused is not None or form.errors:
        return refused or _page(visit, form, status=422)
    with visit.writing() as session:
        own_account(visit, session)
        own = TokenOwner(session, visit.viewer.person_id, visit.now, visit.wall)
        token = form.attempt(
            lambda: api_tokens.make(own, name, scopes, days, form.text("nonce")), "name"
        )
    return _page(visit, form if form.errors else None, token, 422 if form.errors else 200)


@router.post("/account/tokens/{token_id}/revoke")
def revoke_token(visit: Visiting, token_id: Key) -> Response:
    """Revokes one's own token at once."""
    with visit.writing() as session:
        own = TokenOwner(session, visit.viewer.person_id, visit.now, visit.wall)
        done = api_tokens.revoke(own, token_id)
    if not done:
        raise HTTPException(404)
    return go("/account/tokens?done=revoked", visit)


def _page(
    visit: Visit, form: Form | None = None, token: str | None = None, status: int = 200
) -> Response:
    with visit.reading() as session:
        tokens = api_tokens.tokens_of(session, visit.viewer.person_id)
    return page(
        visit,
        "integrations/tokens",
        status,
        form=form,
        token=token,
        tokens=tokens,
        scopes=list(TokenScope),
        lifetimes=LIFETIMES,
        wall=visit.wall,
        nonce=new_nonce() if form is None else nonce_of(form),
        proof=proof_needed(visit),
        done=visit.request.query_params.get("done") == "revoked",
    )
