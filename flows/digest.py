"""The digest flow: compiles a quarter's report and shows it."""

from datetime import date
from typing import Any

from prefect import flow

from dondoc.i18n import translator
from dondoc.services.digest.publish import DigestOrder, publish, quarter_due
from flows.artifacts import text
from flows.office import moment, office


@flow(name="digest", retries=1, retry_delay_seconds=30)
async def digest(quarter: str | None = None, as_of: str | None = None) -> dict[str, Any]:
    """Compiles the digest of a quarter (`2022-Q1`), by default the one that is reported on now."""
    workplace = office()
    now = moment(workplace, as_of)
    today = workplace.clock(date.fromisoformat(as_of) if as_of else None).today()
    settings = workplace.settings
    if quarter is None:
        due = quarter_due(workplace.engine, today)
        if due is None:  # a new installation: its first programme has not begun
            return {"quarter": None, "as_of": today.isoformat(), "created": False, "files": []}
        quarter = str(due)
    order = DigestOrder(
        quarter,
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
