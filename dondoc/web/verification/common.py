"""What the pages of verification share: who may, which units, and the queues."""

import hashlib
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import quote

from sqlmodel import Session

from dondoc.services.acts.overtaken import moved_on
from dondoc.services.acts.record import Recorder
from dondoc.services.boards.overdue.choices import choices
from dondoc.services.boards.overdue.filters import BoardFilters
from dondoc.services.boards.overdue.question import BoardQuestion
from dondoc.services.verification.case import Case
from dondoc.services.verification.queues import Queue, QueueUnits, size
from dondoc.services.work.reminders_counted import in_words
from dondoc.web.reports.fields import new_nonce, nonce_of
from dondoc.web.site.forms import Form, words_of
from dondoc.web.site.grounds import grounds_in
from dondoc.web.site.lists_of_names import Query
from dondoc.web.site.unit_filter import with_unit
from dondoc.web.site.visit import Visit
from models.rules.grounds import from_text
from models.rules.roles import Mandate

PATHS = {
    Queue.REPORTS: "/verify",
    Queue.EXTENSIONS: "/verify/extensions",
    Queue.CAUSES: "/verify/causes",
    Queue.SILENT: "/verify/silent",
    Queue.RESULTS: "/verify/results",
}
MANDATES = {Queue.RESULTS: (Mandate.SECRETARIAT, Mandate.STANDING_COMMITTEE)}
"""Whose a queue is that is not the secretariat's alone: who may evaluate decides on results."""
_NAMES = ("group", "unit")
DONE = frozenset(
    {"verify", "correct", "return", "evaluate", "not_reported", "change_due", "refuse_extension"}
    | {"confirm_cause", "refuse_cause", "take_back_cause"}
)


@dataclass(frozen=True)
class QueueVisit:
    """The visitor at one of the queues, with the units that they look at."""

    visit: Visit
    query: Query
    only: QueueUnits
    nonce: str

    def case(self, year: int, ref: str, **more: Any) -> str:
        """The page of a report, with the same units; of the item, to whoever verifies nothing."""
        if not self.visit.viewer.has(Mandate.SECRETARIAT):
            return f"/items/{year}/{quote(ref, safe='@/')}"
        return self.query.at(f"/verify/{year}/{quote(ref, safe='@/')}", **more)

    def key(self, form: Form, *parts: str) -> str:
        """The same for a button pressed twice on one page, and another for anything else said."""
        typed = repr(sorted((name, str(value)) for name, value in form.data.multi_items()))
        digest = hashlib.sha256("\n".join([self.nonce, *parts, typed]).encode()).hexdigest()
        return f"desk:{self.visit.viewer.person_id}:{digest[:40]}"


def arrive(visit: Visit, queue: Queue, form: Form | None = None) -> QueueVisit:
    """Answers 403 to everybody but whose queue it is, before anything that was sent is read."""
    visit.require(*MANDATES.get(queue, (Mandate.SECRETARIAT,)))
    fields = visit.request.query_params if form is None else _queue_fields(form)
    query = with_unit(visit, Query(PATHS[queue], fields, _NAMES))
    only = QueueUnits(query.number("group"), query.number("unit"))
    return QueueVisit(visit, query, only, nonce_of(form) if form is not None else new_nonce())


def _queue_fields(form: Form) -> dict[str, str]:
    return {name: form.text(name) for name in (*_NAMES, "page")}


def shared(at: QueueVisit, scope: BoardQuestion, queue: Queue) -> dict[str, Any]:
    """What every queue's page needs: the tabs with their sizes, and the choice of units."""
    tabs = [
        (each_queue.value, at.query.at(PATHS[each_queue]), size(scope, each_queue, at.only))
        for each_queue in Queue
        if at.visit.viewer.has(*MANDATES.get(each_queue, (Mandate.SECRETARIAT,)))
    ]
    filters = BoardFilters(group_id=at.only.group_id, unit_id=at.only.unit_id)
    sent = at.visit.request.query_params
    done = sent.get("done", "")
    return {
        "at": at,
        "query": at.query,
        "only": at.only,
        "nonce": at.nonce,
        "queue": queue.value,
        "tabs": tabs,
        "year": scope.programme.year,
        "choices": choices(scope, filters),
        "reminded_words": partial(in_words, lang=at.visit.lang),
        "done": done if done in DONE else "",
        "was": sent.get("was", "")[:80],
        "count": int(count) if (count := sent.get("count", "")).isdecimal() else 0,
    }


def recorder_of(visit: Visit, session: Session, year: int | None) -> Recorder:
    """Where acts of this visit are recorded."""
    return Recorder(session, visit.now, visit.workplace.evidence, year)


def say_moved_on(at: QueueVisit, case: Case, form: Form) -> None:
    """What the form decides is not offered any more: who did what since it was opened."""
    view = case.page.focus
    with at.visit.programme() as (session, _):
        shown, stands = grounds_in(form), from_text(view.seen)
        told = moved_on(session, case.key, view.standing, shown, stands)
    if told is not None:
        form.errors[""] = words_of(told, form.tr)
    form.fail("", "verify.error.no_longer")
