"""The remind flow: who is to be reminded of what today, one message each."""

from typing import Any

from prefect import flow

from dondoc.i18n import Translate, translator
from dondoc.rendering import formats
from dondoc.services.delivery.remind import ReminderRun
from dondoc.services.delivery.remind import remind as decide
from dondoc.services.programme.programmes import programmes_at_work
from dondoc.services.reminders.register.filters import Filters
from dondoc.services.reminders.register.register import RegisterRow, register
from dondoc.services.reports.sweep_evidence import tidy
from dondoc.services.sample.fill import is_empty
from dondoc.store.database import reading
from flows.artifacts import table
from flows.forgetting import forget_background_runs
from flows.office import moment, office
from models.rules.checkpoints import local_date


@flow(name="remind", retries=2, retry_delay_seconds=30)
async def remind(as_of: str | None = None) -> dict[str, Any]:
    """Scans for reasons to remind and gathers them into one message per person.

    It runs once a day, so it throws away as well what nobody needs any more.
    """
    workplace = office()
    now = moment(workplace, as_of)
    # Before its first plan an office has nobody to remind: that is no failure.
    done = ReminderRun(local_date(now)) if is_empty(workplace.engine) else decide(workplace, now)
    tr = translator(workplace.settings.language)
    with reading(workplace.engine) as session:
        filters = Filters(decided_from=done.day, decided_to=done.day)
        at_work = programmes_at_work(session)
        rows = [row for programme in at_work for row in register(session, programme, filters)]
    await table("reminded", tr("flow.reminded"), [reminder_row(row, tr) for row in rows])
    files_swept = tidy(workplace)
    await forget_background_runs()
    return {
        "day": done.day.isoformat(),
        "day_off": done.day_off,
        "nudges": done.nudges,
        "messages": done.messages,
        "lines": done.lines,
        "unreachable": len(done.unreachable),
        "files_swept": files_swept,
    }


def reminder_row(row: RegisterRow, tr: Translate) -> dict[str, Any]:
    """A line of the register as a row that a person can read."""
    return {
        tr("flow.column.item"): row.ref,
        tr("flow.column.person"): row.person,
        tr("flow.column.role"): tr(f"audience.{row.audience.value}"),
        tr("flow.column.step"): row.step,
        tr("flow.column.firmness"): tr(f"firmness.{row.firmness.value}"),
        tr("flow.column.recorded"): formats.moment(row.decided_at),
    }
