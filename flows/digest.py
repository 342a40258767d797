"""The digest flow: compiles what is owed, or the quarter that is named, and shows it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from prefect import flow

from dondoc.i18n import translator
from dondoc.services.digest.publish import DigestOrder, PublishedDigest, publish, publish_owed
from flows.artifacts import text
from flows.office import moment, office


@flow(name="digest", retries=1, retry_delay_seconds=30)
async def digest(quarter: str | None = None, as_of: str | None = None) -> dict[str, Any]:
    """Compiles the digest of a quarter (`2022-Q1`), by default of each period that is owed one.

    It is asked every day: a quarter, the first half-year and the year are each owed a digest from
    some working day after their end until there is one, so a day that was missed is caught up,
    and nothing is compiled twice.
    """
    workplace = office()
    now = moment(workplace, as_of)
    today = workplace.clock(date.fromisoformat(as_of) if as_of else None).today()
    settings = workplace.settings
    order = DigestOrder(
        quarter or "",
        today,
        office=settings.office,
        sample=workplace.sample,
    )
    work = (workplace.engine, order, now, settings.root / "digests")
    made = [publish(*work)] if quarter else [*publish_owed(*work)]
    await _show(settings.language, made)
    return {
        "quarter": ", ".join(each.figures.quarter for each in made) or None,
        "as_of": today.isoformat(),
        "created": any(each.created for each in made),
        "files": [str(path) for each in made for path in each.files],
    }


async def _show(language: Any, made: Iterable[PublishedDigest]) -> None:
    tr = translator(language)
    for each in made:
        title = tr("flow.digest", quarter=each.figures.quarter)
        await text("digest", title, f"```\n{each.texts[language]}\n```")
