"""The address `/`: it leads each person to the page where work waits for them."""

from fastapi import Request
from fastapi.responses import RedirectResponse

from dondoc.i18n import language
from dondoc.web.site.inner_addresses import inside
from dondoc.web.site.lanes import quick
from dondoc.web.site.nav import home
from dondoc.web.site.pages import go
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import LANGUAGE_COOKIE, Visiting

router = Pages()

_YEAR_OF_SECONDS = 365 * 24 * 3600


@router.get("/")
@quick
def front(visit: Visiting) -> RedirectResponse:
    """Leads to what needs the visitor now."""
    return go(home(visit.viewer), visit)


@router.get("/language/{lang}")
def choose_language(lang: str, request: Request, back: str = "/") -> RedirectResponse:
    """Shows the pages in a language from now on, on this device."""
    answer = go(inside(back))
    answer.set_cookie(
        LANGUAGE_COOKIE, language(lang), max_age=_YEAR_OF_SECONDS, httponly=True, samesite="lax"
    )
    return answer
