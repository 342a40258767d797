"""The digest flow: compiles a quarter's report and shows it."""

from datetime import date, timedelta
from typing import Any

from prefect import flow

from dondoc.i18n import translator
from dondoc.services.digest.publish import Order, publish
from dondoc.services.digest.quarter import DIGEST_AFTER_DAYS, Quarter, quarter_of
from flows.artifacts import text
from flows.office import moment, office


@flow(name="digest", retries=1, retry_delay_seconds=30)
async def digest(quarter: str | None = None, as_of: str | None = None) -> dict[str, Any]:
    """Compiles the digest of a quarter (`2022-Q1`), by default the one that is reported on now."""
    workplace = office()
    now = moment(workplace, as_of)
    today = workplace.clock(date.fromisoformat(as_of) if as_of else None).today()
    settings = workplace.settings
    order = Order(
        quarter or str(reported_on(today)),
        today,
        office=settings.office,
        sample=workplace.sample,
    )
    made = publish(workplace.engine, order, now, settings.root / "digests")
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


def reported_on(day: date) -> Quarter:
    """The quarter of ten days ago: on 1/4 and 10/4 the first, from 11/4 on the second."""
    return quarter_of(day - timedelta(days=DIGEST_AFTER_DAYS))
