"""The page on which somebody decides how they are reached, and whose it may be."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar
from urllib.parse import quote

from fastapi.responses import HTMLResponse, Response

from dondoc.rendering.formats import channel
from dondoc.services.history.of_settings import changes_of
from dondoc.services.history.setting_words import setting_words
from dondoc.services.organisation.changes import SettingsChange, acting
from dondoc.services.reach.channels import setups
from dondoc.services.reach.deputies_to_choose import deputies_to_choose
from dondoc.services.reach.grounds import wishes_grounds
from dondoc.services.reach.masked_addresses import contacts_of, shown
from dondoc.services.reach.preferences import show
from dondoc.web.accounts.proof import proof_needed
from dondoc.web.evaluation.officials import own_link
from dondoc.web.site.forms import Form
from dondoc.web.site.grounds import knowing
from dondoc.web.site.inner_addresses import person_or_404
from dondoc.web.site.messages import done_message
from dondoc.web.site.pages import go, page
from dondoc.web.site.visit import Visit
from models.rules.grounds import as_text
from models.rules.roles import Mandate

Value = TypeVar("Value")

DONE_NAMES = (
    "code_sent", "code_in_mailbox", "confirmed", "removed", "ordered", "enabled",
    "quiet", "weekly", "muted", "unmuted", "digests", "paused", "resumed",
    "telephone", "no_telephone",
)  # fmt: skip


def whose(visit: Visit, code: str) -> str:
    """The person whose settings are meant: the visitor's own, or for the secretariat anybody's.

    Answers 403 to anybody else, 404 for a code that nobody has.
    """
    if code in {"", visit.viewer.code}:
        return visit.viewer.code
    visit.require(Mandate.SECRETARIAT)
    with visit.reading() as session:
        person_or_404(session, code)
    return code


@contextmanager
def acting_on(visit: Visit, code: str) -> Iterator[SettingsChange]:
    """A transaction in which the visitor changes somebody's settings."""
    with visit.writing() as session:
        yield acting(session, visit.viewer.code, code, visit.now, visit.wall)
        session.flush()
        session.expunge_all()


_AT_THE_LAST_DAY = dict.fromkeys(
    (f"settings.error.{name}" for name in ("dates_in_order", "pause_over", "pause_too_long")), "end"
)
"""Refusals of an absence that another last day mends."""


def change(
    visit: Visit, form: Form, field: str, code: str, act: Callable[[SettingsChange], Value]
) -> Value | None:
    """Does one thing in a transaction of its own; what is refused is said at the field.

    Nothing is done, and None given, where something is wrong with the form already.
    """
    if form.errors:
        return None

    def doing() -> Value:
        with acting_on(visit, code) as acting_now:
            return act(acting_now)

    return form.attempt(doing, field, _AT_THE_LAST_DAY)


def knowing_wishes(
    form: Form, code: str, names: Iterable[str], act: Callable[[SettingsChange], Value]
) -> Callable[[SettingsChange], Value]:
    """The act, refused where the page showed something else of these names than stands."""
    return knowing(form, lambda session: wishes_grounds(session, code), names, act)


def settings_page(
    visit: Visit, code: str, form: Form | None = None, status: int = 200
) -> HTMLResponse:
    """Everything on one page; `form`: one that was refused, to be shown as it was typed."""
    with visit.reading() as session:
        person = person_or_404(session, code)
        context: dict[str, Any] = {
            "person": person,
            "contacts": shown(contacts_of(session, person.key)),
            "wishes": show(session, person),
            "channels": [
                (setup.name, channel(setup.name, visit.tr))
                for setup in setups(session)
                if not setup.disabled
            ],
            "changes": changes_of(session, person),
            "grounds": as_text(wishes_grounds(session, code)),
            "deputies": deputies_to_choose(session, person, visit.today),
        }
    context["changes"] = [
        (row, setting_words(row.what, row.data, visit.tr)) for row in context["changes"]
    ]
    context["weekdays"] = [("daily", visit.tr("websettings.days.daily"))] + [
        (str(day), visit.tr(f"weekday.{day}")) for day in range(5)
    ]
    own = code == visit.viewer.code
    context["proof"] = proof_needed(visit) if own else ""
    done = done_message(visit.request, visit.tr, "websettings", DONE_NAMES)
    context["result"] = own_link(visit) if own and visit.viewer.year else None
    return page(visit, "reach/settings", status, form=form, own=own, done=done, **context)


def after(visit: Visit, form: Form, done: str, code: str = "") -> Response:
    """The page again with what is wrong, or the way to it with what was done."""
    code = code or visit.viewer.code
    if form.errors:
        return settings_page(visit, code, form, 422)
    other = "" if code == visit.viewer.code else f"&person={quote(code)}"
    return go(f"/settings?done={done}{other}", visit)
