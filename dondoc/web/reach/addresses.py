"""One's own addresses: added, confirmed with a code, put in order, removed."""

from collections.abc import Callable

from fastapi.responses import Response

from dondoc.channels.outcome import Outcome
from dondoc.errors import DondocError
from dondoc.services.organisation.changes import SettingsChange
from dondoc.services.reach import out_of_reach, own_addresses
from dondoc.services.reach.reachability import MAIL
from dondoc.services.reach.send_code import code_letter, send
from dondoc.web.accounts.proof import unproven
from dondoc.web.reach.settings_page import after, change, knowing_wishes, settings_page, whose
from dondoc.web.site.forms import Form, FormFields, words_of
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, VisitingNow

router = Pages()


@router.post("/settings/contacts")
def add(visit: VisitingNow, fields: FormFields) -> Response:
    """A new address, or another code for one that waits; the code goes out at once."""
    form = Form(fields, visit.tr)
    channel, address = form.text("channel") or MAIL, form.needed("address")
    refused = unproven(visit, form, lambda: after(visit, form, ""))
    if refused is not None:
        return refused
    if form.errors:
        return settings_page(visit, visit.viewer.code, form, 422)
    made = change(
        visit, form, "address", visit.viewer.code,
        lambda acting: (own_addresses.add(acting, channel, address), acting.whose),
    )  # fmt: skip
    if made is not None:
        pending, person = made
        letter = code_letter(visit.workplace, person, pending, visit.wall)
        try:
            outcome = send(visit.workplace, pending.shown.channel, letter)
        except DondocError as error:
            form.errors["address"] = words_of(error, form.tr)
        else:
            if outcome.status != "delivered":
                answer = _outcome_text(outcome, form)
                form.fail("address", "settings.code_not_sent", shown=pending.shown.address,
                          answer=answer)  # fmt: skip
    done = "code_in_mailbox" if _stays_here(visit, channel) else "code_sent"
    return after(visit, form, done)


@router.post("/settings/contacts/confirm")
def confirm(visit: VisitingNow, fields: FormFields) -> Response:
    """Takes an address into use whose code came back."""
    form = Form(fields, visit.tr)
    code = form.needed("code", "confirmation")
    refused = unproven(visit, form, lambda: after(visit, form, ""))
    if refused is not None:
        return refused
    if not form.errors:
        confirmation_result = change(
            visit,
            form,
            "code",
            visit.viewer.code,
            lambda acting: own_addresses.confirm(acting, code),
        )
        if confirmation_result is not None:
            form.attempt(
                confirmation_result.or_refuse, "code"
            )  # after the commit: a wrong code is counted
    return after(visit, form, "confirmed")


@router.post("/settings/contacts/remove")
def remove(visit: VisitingNow, fields: FormFields) -> Response:
    """An address is used no more."""
    return _with_own(visit, fields, own_addresses.remove, "removed")


@router.post("/settings/contacts/order")
def put_first(visit: VisitingNow, fields: FormFields) -> Response:
    """An address is tried before all others."""
    first = lambda acting, which: own_addresses.order(acting, [which])  # noqa: E731
    return _with_own(visit, fields, first, "ordered")


def _with_own(
    visit: Visit, fields: FormFields, act: Callable[[SettingsChange, str], object], done: str
) -> Response:
    """Does something with one of the visitor's own addresses."""
    form = Form(fields, visit.tr)
    which = form.needed("which")
    if not form.errors:
        _change(visit, form, which, visit.viewer.code, lambda acting: act(acting, which))
    return after(visit, form, done)


@router.post("/settings/contacts/enable")
def enable(visit: VisitingNow, fields: FormFields) -> Response:
    """The secretariat takes an address of somebody into use again, after talking with them."""
    form = Form(fields, visit.tr)
    code = whose(visit, form.text("person"))
    which = form.needed("which")
    if not form.errors:
        _change(visit, form, which, code, lambda acting: out_of_reach.enable(acting, which))
    return after(visit, form, "enabled", code)


def _change(
    visit: Visit, form: Form, which: str, code: str, act: Callable[[SettingsChange], object]
) -> None:
    """An address is named by its number, which may be another's by now."""
    change(visit, form, "", code, knowing_wishes(form, code, (f"contact:{which}",), act))


def _stays_here(visit: Visit, channel: str) -> bool:
    """Whether nothing leaves this machine: the letter lies in the embedded mailbox."""
    workplace = visit.workplace
    return workplace.sample or (workplace.settings.mail_url is None and channel == MAIL)


def _outcome_text(outcome: Outcome, form: Form) -> str:
    words = form.tr(outcome.reason) if outcome.reason else ""
    return " ".join(text for text in (words, outcome.answer) if text)
