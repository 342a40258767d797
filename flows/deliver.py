"""The deliver flow: sends what is queued, and says what failed and why."""

from dataclasses import asdict
from typing import Any

from prefect import flow

from dondoc.channels.errors import ChannelError
from dondoc.db import reading
from dondoc.i18n import translator
from dondoc.services.deliver.failing import Failing, failing
from dondoc.services.errors import BadInput
from dondoc.services.reminding import deliver_due
from flows.artifacts import table
from flows.office import moment, office


@flow(name="deliver", retries=2, retry_delay_seconds=30)
async def deliver(as_of: str | None = None) -> dict[str, Any]:
    """Delivers queued messages through Apprise, to the mail server or the embedded mailbox."""
    workplace = office()
    tr = translator(workplace.settings.language)
    try:
        done = deliver_due(workplace, moment(workplace, as_of))
    except ChannelError as error:
        raise BadInput(error.key, **error.params) from error
    with reading(workplace.engine) as session:
        rows = failing(session)
    await table("undelivered", tr("flow.undelivered"), [_row(row) for row in rows])
    counts = asdict(done)
    return {name: counts[name] for name in ("sent", "failed", "moot", "later", "stopped")}


def _row(row: Failing) -> dict[str, Any]:
    return {name: str(value) for name, value in asdict(row).items()}
