"""Alembic's way in: runs the migrations on the connection that dondoc.store.migrate hands over."""

from collections.abc import Iterable, Sequence
from typing import Any

from alembic import context
from alembic.operations.ops import AddColumnOp, CreateIndexOp, MigrationScript, OpContainer
from alembic.runtime.migration import MigrationContext

from models.tables import metadata


def plain_where_it_only_adds(
    drafting: MigrationContext, _: Iterable[Any], scripts: Sequence[MigrationScript]
) -> None:
    """SQLite copies a whole table to change a column of it; to add one it need not."""
    for script in scripts:
        upgrades = script.upgrade_ops.ops if script.upgrade_ops else []
        changes = [op for part in upgrades if isinstance(part, OpContainer) for op in part.ops]
        only_adds = all(isinstance(op, AddColumnOp | CreateIndexOp) for op in changes)
        drafting.opts["render_as_batch"] = not only_adds


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    process_revision_directives=plain_where_it_only_adds,
)
with context.begin_transaction():
    context.run_migrations()
