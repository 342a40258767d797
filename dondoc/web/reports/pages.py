"""The pages around one report: the form, what became of it, and where its checkpoint stands."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from fastapi.responses import HTMLResponse, JSONResponse
from sqlmodel import Session
from starlette.datastructures import FormData

from dondoc.i18n import Language, Translate, translator
from dondoc.rendering.environment import render_html
from dondoc.rendering.formats import number, quantity
from dondoc.services.acts.refusals import stored_refusal
from dondoc.services.boards.my_work.next_overdue import NextOverdue, next_overdue
from dondoc.services.difficulties.open import OpenDifficulty, ended_by_silence
from dondoc.services.organisation.units import names_on
from dondoc.services.organisation.viewer import Viewer
from dondoc.services.reports.drafts import Draft
from dondoc.services.reports.form import (
    MAX_DIFFICULTIES,
    Sent,
    begin,
    last_sent,
    rows_of,
    units_to_choose,
)
from dondoc.services.reports.form_context import FormContext, outcome_of
from dondoc.services.reports.warnings import ReportWarning
from dondoc.web.reports.cause import cause_choices
from dondoc.web.reports.fields import FILE_LIMITS, nonce_of
from dondoc.web.site.caller import Admitted
from dondoc.web.site.forms import Form
from models.programme import Programme
from models.rules.checkpoints import Act, local_date
from models.rules.difficulties import side_of
from models.rules.due import due_facts, in_time
from models.rules.grounds import as_text, from_text
from models.rules.stages import Stage

Render = Callable[..., HTMLResponse]
"""`render(name, status, **context)`: a page in the frame of whoever is here."""

_RECORDS = {Act.REPORT.value, Act.UPDATE.value}


@dataclass(frozen=True)
class Reporting:
    """A person at the form of one checkpoint.

    `admitted`: the signed-in person, or the one-use link, by which they came.
    `here`: the address of the form; `autosave`, `watch`: where a script keeps what is typed, and
    asks whether the checkpoint has moved. `link_key`: the key under which a one-use link records
    its one report, None for somebody signed in, who is the `viewer`.
    """

    admitted: Admitted
    render: Render
    form_context: FormContext
    person_id: int
    code: str
    lang: Language
    now: datetime
    here: str
    autosave: str
    watch: str
    link_key: str | None = None
    viewer: Viewer | None = None

    @property
    def tr(self) -> Translate:
        """The words of the reader's language."""
        return translator(self.lang)

    @property
    def can_report(self) -> bool:
        """Whether a final report can be sent: nobody replaces another's."""
        facts = self.form_context.checkpoint.facts
        other = facts.report is not None and facts.report.by != self.person_id
        return self.form_context.may(Act.REPORT) and not (facts.stage is Stage.REPORTED and other)

    def context(self) -> dict[str, Any]:
        """What every page around a report shows."""
        unit = self.form_context.checkpoint.indicator.unit_of_measure
        return {
            "form_context": self.form_context,
            "view": self.form_context.view,
            "form_at": self.here,
            "autosave": self.autosave,
            "watch": self.watch,
            "by_link": self.link_key is not None,
            "can_report": self.can_report,
            "can_update": self.form_context.may(Act.UPDATE),
            "can_ask_time": self.viewer is not None
            and self.form_context.may(Act.ASK_EXTENSION)
            and self.form_context.view.extension_asked is None,
            "quantity": lambda value: quantity(value, unit, self.lang),
        }


def show(session: Session, reporting: Reporting, done: str = "") -> HTMLResponse:
    """The form, or what became of what was sent (`done`: report or update).

    `session`: the reading in which its context was read as well.
    """
    if done in _RECORDS:
        return receipt_page(session, reporting, Act(done))
    if not (reporting.can_report or reporting.form_context.may(Act.UPDATE)):
        return receipt_page(session, reporting, Act.REPORT)
    draft = begin(session, reporting.form_context, reporting.person_id)
    return form_page(session, reporting, draft, saved=done == "draft")


def form_page(
    session: Session,
    reporting: Reporting,
    draft: Draft,
    *,
    form: Form | None = None,
    warned: Sequence[ReportWarning] = (),
    saved: bool = False,
) -> HTMLResponse:
    """The form with what was typed; `form`: it was sent, and something is to be mended."""
    return reporting.render(
        "reports/form",
        200 if form is None else 422,
        **reporting.context(),
        draft=draft,
        grounds=as_text({**from_text(reporting.form_context.view.seen), **draft.grounds}),
        form=form,
        warned=[_words(warning, reporting) for warning in warned],
        saved=saved,
        nonce=nonce_of(form or Form(FormData(), reporting.tr)),
        rows=rows_of(draft),
        most_rows=MAX_DIFFICULTIES,
        principals=_principals(reporting),
        units=units_to_choose(session, local_date(reporting.now)),
        cause_choices=_cause_choices(reporting),
        still_open=_still_open(session, reporting),
        sent_back=_sent_back(session, reporting.form_context),
        **FILE_LIMITS,
    )


def _cause_choices(reporting: Reporting) -> list[tuple[str, str]]:
    facts = reporting.form_context.checkpoint.facts
    return cause_choices(facts, local_date(reporting.now), reporting.tr)


def _still_open(session: Session, reporting: Reporting) -> list[OpenDifficulty]:
    """The difficulties of the item that end unless this report says them again."""
    form_context = reporting.form_context
    return ended_by_silence(
        session, form_context.checkpoint, side_of(form_context.roles), reporting.now
    )


def _sent_back(session: Session, form_context: FormContext) -> Sent | None:
    """What was returned: a draft may say something else, and the last number does not count it."""
    if not form_context.return_reason:
        return None
    return last_sent(session, form_context.checkpoint_id, act=Act.REPORT)


def receipt_page(session: Session, reporting: Reporting, act: Act) -> HTMLResponse:
    """What was sent last, where it stands, what happens next, and when."""
    form_context = reporting.form_context
    key = reporting.link_key if act is Act.REPORT else None
    by = reporting.person_id if act is Act.UPDATE else None
    sent = last_sent(session, form_context.checkpoint_id, act=act, by=by, request_key=key)
    context: dict[str, Any] = {"sent": sent, "act": act.value, "units": {}, "refusal": "",
                               "outcome": "waits", "next": _next(session, reporting)}  # fmt: skip
    if sent is not None:
        day = local_date(sent.recorded_at)
        removers = [
            difficulty.remover_unit_id
            for difficulty in sent.difficulties
            if difficulty.remover_unit_id
        ]
        names = names_on(session, day, removers) if removers else {}
        context |= {
            "units": {key: unit.name for key, unit in names.items()},
            "outcome": _outcome(form_context, sent.report.key) if act is Act.REPORT else "waits",
            "in_time": in_time(due_facts(form_context.checkpoint.facts), form_context.calendar),
            "verified_by": _verified_by(form_context, day),
            "refusal": _refusal(sent, reporting.tr),
        }
    return reporting.render("reports/receipt", 200, **reporting.context(), **context)


def _next(session: Session, reporting: Reporting) -> NextOverdue | None:
    if reporting.viewer is None or reporting.viewer.programme_id is None:
        return None
    programme = session.get_one(Programme, reporting.viewer.programme_id)
    return next_overdue(
        session, programme, reporting.viewer, reporting.now, reporting.form_context.ref
    )


def _outcome(form_context: FormContext, report_id: int) -> str:
    return outcome_of(
        form_context.checkpoint.facts, report_id, sent_back=bool(form_context.return_reason)
    )


def state_answer(form_context: FormContext, lang: Language) -> JSONResponse:
    """Where a checkpoint stands now, for a page that waits to see it move."""
    return JSONResponse(
        {
            "stage": form_context.view.stage.value,
            "pending": [act.value for act in form_context.view.pending],
            "html": render_html(
                "web/reports/state", lang, form_context=form_context, view=form_context.view
            ),
        }
    )


def _verified_by(form_context: FormContext, day: date) -> date:
    """Until when the secretariat is to have looked at it, by the rules of the programme."""
    return form_context.calendar.add(day, max(form_context.verification_days, 1))


def _principals(reporting: Reporting) -> list[tuple[str, str]]:
    """For whom one may file, as a field of choices; who answers alone needs no choosing."""
    choices = [
        (principal.code, f"{principal.name} ({principal.title})")
        for principal in reporting.form_context.principals
    ]
    return [("", reporting.tr("report.choose")), *choices] if len(choices) > 1 else choices


def _refusal(sent: Sent, tr: Translate) -> str:
    return stored_refusal(dict(sent.refusal), tr) if sent.refusal else ""


def _words(warned: ReportWarning, reporting: Reporting) -> str:
    details = {
        name: f"{value:%d/%m/%Y}" if isinstance(value, date) else number(value, reporting.lang)
        for name, value in warned.params.items()
    }
    return reporting.tr(warned.key, **details)
