"""How one is reminded: quiet hours, days, and who stands in; one's addresses besides."""

from collections.abc import Callable

from fastapi.responses import HTMLResponse, Response

from dondoc.i18n import translator
from dondoc.services.organisation.changes import SettingsChange
from dondoc.services.organisation.choose import person_called
from dondoc.services.reach import preferences, telephone
from dondoc.services.reach.grounds import DIGEST, OPTIONAL, PAUSE, QUIET, TELEPHONE, WEEKLY
from dondoc.web.reach import addresses
from dondoc.web.reach.settings_page import after, change, knowing_wishes, settings_page, whose
from dondoc.web.site.forms import Form, FormFields
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, VisitingNow

router = Pages()
router.routes.extend(addresses.router.routes)


@router.get("/settings")
def show(visit: VisitingNow, person: str = "") -> HTMLResponse:
    """One's own, or for the secretariat those of `person`."""
    return settings_page(visit, whose(visit, person))


@router.post("/settings/quiet")
def set_quiet(visit: VisitingNow, fields: FormFields) -> Response:
    """Own quiet hours, or the office's."""
    form = Form(fields, visit.tr)
    kind = form.text("quiet")
    if kind not in {"office", "own"}:
        form.fail_empty("hours")
    hours = "office" if kind == "office" else form.text("hours")
    _change_own(visit, form, "hours", QUIET, lambda acting: preferences.set_quiet(acting, hours))
    return after(visit, form, "quiet")


@router.post("/settings/telephone")
def change_telephone(visit: VisitingNow, fields: FormFields) -> Response:
    """Another number at which one is called, or none."""
    form = Form(fields, visit.tr)
    typed = "" if form.has("remove") else form.needed("telephone")
    _change_own(
        visit, form, "telephone", TELEPHONE, lambda acting: telephone.set_telephone(acting, typed)
    )
    return after(visit, form, "telephone" if typed else "no_telephone")


@router.post("/settings/weekly")
def set_weekly(visit: VisitingNow, fields: FormFields) -> Response:
    """The weekday on which what may wait comes together, or every day."""
    form = Form(fields, visit.tr)
    day = form.text("weekday")
    if day not in {"daily", "0", "1", "2", "3", "4"}:
        form.fail_empty("weekday")
    name = None if day == "daily" else translator("vi")(f"weekday.{day}")
    _change_own(visit, form, "weekday", WEEKLY, lambda acting: preferences.set_weekly(acting, name))
    return after(visit, form, "weekly")


@router.post("/settings/mute")
def set_muted(visit: VisitingNow, fields: FormFields) -> Response:
    """Whether optional kinds are sent."""
    form = Form(fields, visit.tr)
    text = form.text("optional")
    if text not in {"yes", "no"}:
        form.fail_empty("optional")
    muted = text == "no"
    _change_own(
        visit, form, "optional", OPTIONAL, lambda acting: preferences.set_muted(acting, muted)
    )
    return after(visit, form, "muted" if muted else "unmuted")


@router.post("/settings/digests")
def set_digests(visit: VisitingNow, fields: FormFields) -> Response:
    """Whether digests come with the paper or with a link alone."""
    form = Form(fields, visit.tr)
    text = form.text("digests")
    if text not in {"file", "link"}:
        form.fail_empty("digests")
    _change_own(
        visit, form, "digests", DIGEST,
        lambda acting: preferences.set_digest_as_link(acting, text == "link"),
    )  # fmt: skip
    return after(visit, form, "digests")


@router.post("/settings/pause")
def pause(visit: VisitingNow, fields: FormFields) -> Response:
    """A deputy gets the letters from one day to another."""
    form = Form(fields, visit.tr)
    code = whose(visit, form.text("person"))
    start, end, deputy = form.day("start"), form.day("end"), _called(visit, form, "deputy")
    for name, day in (("start", start), ("end", end)):
        if day is None:
            form.fail_empty(name)
    if start is not None and end is not None:
        change(
            visit, form, "deputy", code,
            knowing_wishes(
                form, code, PAUSE, lambda acting: preferences.pause(acting, start, end, deputy)
            ),
        )  # fmt: skip
    return after(visit, form, "paused", code)


@router.post("/settings/resume")
def resume(visit: VisitingNow, fields: FormFields) -> Response:
    """The pause is over."""
    form = Form(fields, visit.tr)
    code = whose(visit, form.text("person"))
    change(visit, form, "", code, knowing_wishes(form, code, PAUSE, preferences.resume))
    return after(visit, form, "resumed", code)


def _called(visit: Visit, form: Form, name: str) -> str:
    """The code of whoever was chosen by name or code."""
    typed = form.needed(name)
    with visit.reading() as session:
        person = form.attempt(lambda: person_called(session, typed), name) if typed else None
        return person.code if person is not None else ""


def _change_own(
    visit: Visit,
    form: Form,
    field: str,
    names: tuple[str, ...],
    act: Callable[[SettingsChange], object],
) -> None:
    code = visit.viewer.code
    change(visit, form, field, code, knowing_wishes(form, code, names, act))
