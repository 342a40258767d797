"""The deliver flow: sends what is queued, and says what failed and why."""

from dataclasses import asdict
from typing import Any

from prefect import flow

from dondoc.channels.errors import ChannelError
from dondoc.errors import BadInput
from dondoc.i18n import Translate, translator
from dondoc.rendering import formats
from dondoc.services.delivery.failures import FailingMessage, failing
from dondoc.services.delivery.policy import Policy
from dondoc.services.delivery.remind import deliver_due, list_mailbox
from dondoc.services.integrations.webhooks.send import tell
from dondoc.store.database import reading
from flows.artifacts import table
from flows.office import moment, office


@flow(name="deliver", retries=2, retry_delay_seconds=30)
async def deliver(as_of: str | None = None) -> dict[str, Any]:
    """Delivers queued messages through Apprise, to the mail server or the embedded mailbox."""
    workplace = office()
    tr = translator(workplace.settings.language)
    try:
        done = deliver_due(workplace, moment(workplace, as_of), Policy(scheduled=True))
        list_mailbox(workplace)
    except ChannelError as error:
        raise BadInput(error.key, **error.params) from error
    finally:
        webhooks = tell(workplace)  # other programs do not depend on the office's mail server
    with reading(workplace.engine) as session:
        rows = failing(session)
    await table("undelivered", tr("flow.undelivered"), [_row(row, tr) for row in rows])
    counts = asdict(done)
    names = ("sent", "failed", "moot", "later", "waiting", "stopped")
    return {name: counts[name] for name in names} | {"webhooks": webhooks.sent}


def _row(row: FailingMessage, tr: Translate) -> dict[str, Any]:
    return {
        tr("flow.column.person"): row.person,
        tr("flow.column.day"): formats.day(row.run_on),
        tr("flow.column.state"): tr(f"register.state.{row.state.value}"),
        tr("flow.column.attempts"): row.attempts,
        tr("flow.column.retry"): formats.moment(row.retry_after),
        tr("flow.column.answer"): row.answer,
    }
