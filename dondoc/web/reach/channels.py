"""Channels of the office, how they do, and who cannot be reached."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from fastapi.responses import HTMLResponse, Response

from dondoc.errors import BadInput
from dondoc.services.organisation.changes import SettingsChange, acting
from dondoc.services.reach import channels as setups
from dondoc.services.reach.channel_health import health_of_channels
from dondoc.services.reach.channel_trial import answered, errand_of
from dondoc.services.reach.grounds import channels_grounds
from dondoc.services.reach.masked_addresses import masked
from dondoc.services.reach.out_of_reach import enable, gaps
from dondoc.services.reach.send_code import send, trial_letter
from dondoc.web.site.forms import Form, FormFields, number_in
from dondoc.web.site.grounds import knowing
from dondoc.web.site.pages import go, page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, VisitingNow
from models.rules.grounds import as_text
from models.rules.roles import Mandate

router = Pages()


@router.get("/channels")
def channels_page(visit: VisitingNow, done: str = "") -> HTMLResponse:
    """Every channel with its health; for the secretariat also who is out of reach."""
    visit.require(Mandate.SECRETARIAT, Mandate.ADMINISTRATOR)
    return _shown(visit, None, done=done)


@router.post("/channels")
def add(visit: VisitingNow, fields: FormFields) -> Response:
    """A new channel."""
    visit.require(Mandate.ADMINISTRATOR)
    form = Form(fields, visit.tr)
    name = form.needed("name", "channel_name")
    return _changed(
        visit,
        form,
        "added",
        lambda settings_change: setups.add(settings_change, name, _wanted(form)),
    )


@router.post("/channels/{name}")
def change(visit: VisitingNow, name: str, fields: FormFields) -> Response:
    """Changes a channel; an empty address leaves the one that it has."""
    visit.require(Mandate.ADMINISTRATOR)
    form = Form(fields, visit.tr)
    settings = replace(
        _wanted(form),
        url=form.text("url") or None,
        private_allowed=form.has("private_allowed"),
        enabled=True if form.has("enable") else None,
    )
    return _changed(
        visit,
        form,
        "changed",
        _knowing(
            form, name, lambda settings_change: setups.change(settings_change, name, settings)
        ),
    )


@router.post("/channels/{name}/disable")
def disable(visit: VisitingNow, name: str, fields: FormFields) -> Response:
    """Switches a channel off."""
    visit.require(Mandate.ADMINISTRATOR)
    form = Form(fields, visit.tr)
    return _changed(
        visit,
        form,
        "disabled",
        _knowing(form, name, lambda settings_change: setups.disable(settings_change, name)),
    )


@router.post("/channels/{name}/try")
def attempt(visit: VisitingNow, name: str, fields: FormFields) -> Response:
    """Sends a letter to the administrator who asks, and to nobody else."""
    visit.require(Mandate.ADMINISTRATOR)
    form = Form(fields, visit.tr)

    def tried() -> None:
        with visit.writing() as session:
            settings_change = visit.for_office(session)
            recipient = errand_of(settings_change, name)
            letter = trial_letter(visit.workplace, recipient, visit.wall)
        outcome = send(visit.workplace, recipient.channel, letter)
        if outcome.status != "delivered":
            shown = masked(recipient.address)
            raise BadInput("settings.trial_not_sent", shown=shown, answer=outcome.answer)
        with visit.writing() as session:
            answered(visit.for_office(session), recipient.channel)

    form.attempt(tried)
    return _shown(visit, form, 422) if form.errors else go("/channels?done=tried", visit)


@router.post("/contacts/{person}/enable")
def use_again(visit: VisitingNow, person: str, fields: FormFields) -> Response:
    """Takes a disabled address of somebody into use again."""
    visit.require(Mandate.SECRETARIAT)
    form = Form(fields, visit.tr)

    def taken_up() -> None:
        with visit.writing() as session:
            enable(acting(session, visit.viewer.code, person, visit.now, visit.wall))

    form.attempt(taken_up)
    return _shown(visit, form, 422) if form.errors else go("/channels?done=enabled", visit)


def _changed(
    visit: Visit, form: Form, done: str, what: Callable[[SettingsChange], object]
) -> Response:
    def act() -> None:
        with visit.writing() as session:
            what(visit.for_office(session))

    if not form.errors:
        form.attempt(act)
    return _shown(visit, form, 422) if form.errors else go(f"/channels?done={done}", visit)


def _knowing(
    form: Form, name: str, what: Callable[[SettingsChange], object]
) -> Callable[[SettingsChange], object]:
    return knowing(form, channels_grounds, (f"channel:{name.strip().casefold()}",), what)


def _wanted(form: Form) -> setups.ChannelSettings:
    return setups.ChannelSettings(
        url=form.text("url"),
        private_allowed=form.has("private_allowed"),
        per_minute=_number(form, "per_minute"),
        parallel=_number(form, "parallel"),
        fallback_after=_number(form, "fallback_after"),
    )


def _number(form: Form, name: str) -> int | None:
    typed = form.text(name)
    if not typed:
        return None
    number = number_in(typed)
    if number is None:
        form.fail("", "channels_page.error.number", found=typed)
    return number


def _shown(visit: Visit, form: Form | None, status: int = 200, done: str = "") -> HTMLResponse:
    with visit.reading() as session:
        context: dict[str, Any] = {
            "setups": setups.setups(session),
            "grounds": as_text(channels_grounds(session)),
            "health": health_of_channels(session, visit.now),
            "gaps": gaps(session, visit.today),
        }
    may = visit.viewer.has(Mandate.ADMINISTRATOR)
    # What was typed for a channel stands in its own box again, which is open.
    of = visit.request.path_params.get("name") if form and form.has("per_minute") else None
    context |= {"form": form, "typed_for": of, "done": done, "may": may}
    return page(visit, "reach/channels", status, **context)
