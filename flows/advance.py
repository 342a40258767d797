"""The advance flow: the only one that moves a checkpoint to another stage."""

from typing import Any

from prefect import flow

from dondoc.i18n import Translate, translator
from dondoc.rendering import formats
from dondoc.services.acts.refusals import stored_refusal
from dondoc.services.advance.batch import Move, UnappliedAct
from dondoc.services.advance.drain import Advanced
from dondoc.services.advance.drain_and_tell import drain_and_tell
from flows.artifacts import announce, table
from flows.office import office


@flow(name="advance", retries=2, retry_delay_seconds=5, persist_result=False)
async def advance() -> dict[str, Any]:
    """Drains what people recorded and what the calendar brought, until nothing is pending.

    Whose report was returned, or request was decided, is written to at once; the next delivery
    brings it.
    """
    workplace = office()
    done = drain_and_tell(workplace.engine, workplace.clock())
    tr = translator(workplace.settings.language)
    await table("moves", tr("flow.moves"), [move_row(move, tr) for move in done.moves])
    await table("refused-acts", tr("flow.misses"), [miss_row(miss, tr) for miss in done.misses])
    if done.moves:
        announce("dondoc.moved", "dondoc.checkpoints", {"moves": len(done.moves)})
    return summary(done)


def summary(done: Advanced) -> dict[str, Any]:
    """What a drain did, as counts."""
    return {
        "applied": done.applied,
        "moved": len(done.moves),
        "refused": len(done.misses),
        "sealed_days": done.seals,
        "busy": done.busy,
    }


def move_row(move: Move, tr: Translate) -> dict[str, Any]:
    """A move as a row that a person can read."""
    return {
        tr("flow.column.item"): move.ref,
        tr("flow.column.act"): tr(f"act.{move.act.value}"),
        tr("flow.column.from"): tr(f"stage.{move.from_stage.value}"),
        tr("flow.column.to"): tr(f"stage.{move.to_stage.value}"),
        tr("flow.column.recorded"): formats.moment(move.at),
        tr("flow.column.reason"): move.reason,
    }


def miss_row(miss: UnappliedAct, tr: Translate) -> dict[str, Any]:
    """An act that could not be applied, as a row that a person can read."""
    return {
        tr("flow.column.item"): miss.ref,
        tr("flow.column.act"): tr(f"act.{miss.act.value}"),
        tr("flow.column.why"): stored_refusal(miss.refusal, tr),
    }
