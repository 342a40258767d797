"""How much waits on each page of verification, compared with what was worked out anew."""

from busy_pages import OPEN, Seen
from causes_recomputed import waiting_for_an_answer
from figures_recomputed import Work
from sqlmodel import Session

from dondoc.services.boards.overdue.question import open_scope
from dondoc.services.organisation.viewer import Viewer
from dondoc.services.programme.rule_sets import rules_of
from dondoc.services.verification.queues import Queue, QueueUnits, size
from models.programme import Programme


def compare_queues(session: Session, programme: Programme, viewer: Viewer, seen: Seen) -> None:
    """How much waits on each page of the verification desk."""
    scope, rules = open_scope(session, programme, viewer), rules_of(session, programme)
    usual, back = rules.cut_off_days, rules.return_days

    def silent(work: Work) -> bool:
        own = seen.indicators[work.indicator].cut_off_days
        days = usual if own is None else own
        until = seen.calendar.days_until
        passed = until(seen.day, seen.calendar.last_day(work.due_on)) > days
        heard = any(
            until(asked, seen.calendar.last_day(due)) <= days and until(seen.day, refused) <= back
            for due, asked, refused in work.turned_down
        )
        waits = bool(work.returns or work.asked or heard)
        return passed and work.stage in OPEN and not waits

    causes = waiting_for_an_answer(seen.engine, seen.day)
    expected = {
        Queue.REPORTS: sum(work.stage == "reported" for work in seen.works),
        Queue.EXTENSIONS: sum(map(seen.asked, seen.works)),
        Queue.CAUSES: sum(work.id in causes for work in seen.works),
        Queue.SILENT: sum(map(silent, seen.works)),
        Queue.RESULTS: sum(work.may_be_judged(seen.day, seen.calendar) for work in seen.works),
    }
    assert {queue: size(scope, queue, QueueUnits()) for queue in Queue} == expected
