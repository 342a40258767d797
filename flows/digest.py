"""The digest flow: compiles a quarter's report and shows it."""

from datetime import date
from typing import Any

from prefect import flow

from dondoc.db import writing
from dondoc.i18n import translator
from dondoc.services.digest.publish import Order, publish
from dondoc.services.digest.quarter import quarter_of
from flows.artifacts import text
from flows.office import moment, office


@flow(name="digest", retries=1, retry_delay_seconds=30)
async def digest(quarter: str | None = None, as_of: str | None = None) -> dict[str, Any]:
    """Compiles the digest of a quarter (`2022-Q1`), by default the one that yesterday was in."""
    workplace = office()
    now = moment(workplace, as_of)
    today = workplace.clock(date.fromisoformat(as_of) if as_of else None).today()
    settings = workplace.settings
    order = Order(
        quarter or str(quarter_of(yesterday(today))),
        today,
        office=settings.office,
        sample=workplace.sample,
    )
    with writing(workplace.engine) as session:
        made = publish(session, order, now, settings.root / "digests")
    tr = translator(settings.language)
    words = made.texts[settings.language]
    await text("digest", tr("flow.digest", quarter=order.quarter), f"```\n{words}\n```")
    return {
        "quarter": order.quarter,
        "as_of": order.as_of.isoformat(),
        "created": made.created,
        "files": [str(path) for path in made.files],
        "text": words,
    }


def yesterday(day: date) -> date:
    """On the first day of a quarter it is the one before that is reported on."""
    return date.fromordinal(day.toordinal() - 1)
