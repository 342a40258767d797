"""Signing in at the office's own identity provider, where one is set."""

from fastapi import Request
from fastapi.responses import Response

from dondoc.clock import wall_clock
from dondoc.errors import Refused
from dondoc.services.accounts.sign_in.single_sign_on import account_for
from dondoc.store.database import writing
from dondoc.web.accounts import door
from dondoc.web.site.inner_addresses import inside
from dondoc.web.site.pages import go
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import workplace_of

router = Pages()

_COOKIE, _PATH = "dondoc_oidc", "/sign-in/oidc"
_REFUSED = {
    "account.error.oidc_unknown": "sso_unknown",
    "account.error.oidc_other": "sso_other",
}


@router.get("/sign-in/oidc")
def start(request: Request, then: str = "/") -> Response:
    """Sends the browser to the provider."""
    # Here and not above: it takes a third of a second that an office without it need not wait.
    from dondoc.web.accounts import oidc

    workplace = workplace_of(request)
    if workplace.settings.oidc_issuer is None:
        return go("/sign-in")
    try:
        started = oidc.start(workplace.settings, inside(then), wall_clock())
    except oidc.OidcError:
        return go("/sign-in?done=sso_failed")
    answer = go(started.url)
    answer.set_cookie(
        _COOKIE,
        started.cookie,
        max_age=int(oidc.PATIENCE.total_seconds()),
        path=_PATH,
        httponly=True,
        secure=door.is_secure(workplace),
        samesite="lax",
    )
    return answer


@router.get("/sign-in/oidc/back")
def back(request: Request) -> Response:
    """Takes the provider's answer and lets in whoever it says it is."""
    from dondoc.web.accounts import oidc

    workplace, wall = workplace_of(request), wall_clock()
    cookie = request.cookies.get(_COOKIE)
    if workplace.settings.oidc_issuer is None or not cookie:
        return go("/sign-in?done=again")
    try:
        who, then = oidc.finish(workplace.settings, cookie, dict(request.query_params), wall)
        with writing(workplace.engine) as session:
            account_id = account_for(session, who, workplace.clock().now(), wall).key
    except oidc.OidcError:
        return _without_cookie(go("/sign-in?done=sso_failed"))
    except Refused as error:
        return _without_cookie(go(f"/sign-in?done={_REFUSED[error.key]}"))
    return _without_cookie(door.let_in(request, account_id, inside(then), passed=False))


def _without_cookie(answer: Response) -> Response:
    answer.delete_cookie(_COOKIE, path=_PATH, httponly=True, samesite="lax")
    return answer
