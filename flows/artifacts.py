"""What Prefect's UI shows of a run: tables and texts, and one event per batch of moves."""

from collections.abc import Sequence
from typing import Any

from prefect.artifacts import acreate_markdown_artifact, acreate_table_artifact
from prefect.events import emit_event

MAX_ROWS = 500
"""More rows than this nobody reads in a browser; the heading says how many there are."""


async def table(key: str, title: str, rows: Sequence[dict[str, Any]]) -> None:
    """Shows rows as a table; nothing is made of no rows."""
    if not rows:
        return
    shown = f"{title}: {len(rows)}"
    if len(rows) > MAX_ROWS:
        shown += f" ({MAX_ROWS} / {len(rows)})"
    await acreate_table_artifact(table=list(rows[:MAX_ROWS]), key=key, description=shown)


async def text(key: str, title: str, markdown: str) -> None:
    """Shows a text."""
    await acreate_markdown_artifact(markdown=markdown, key=key, description=title)


def announce(event: str, resource: str, payload: dict[str, Any]) -> None:
    """Tells Prefect's event feed, so that automations can react."""
    emit_event(
        event=event,
        resource={"prefect.resource.id": resource, "prefect.resource.name": resource},
        payload=payload,
    )
