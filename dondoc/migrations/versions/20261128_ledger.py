"""ledger: every change of a row that a figure stands on is written down"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_ledger"
down_revision = "20261128_session_year"
branch_labels = None
depends_on = None

_GUARD = """
CREATE TRIGGER {table}_keeps_{act} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""


def upgrade() -> None:
    op.create_table(
        "ledger_page",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(length=160), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=160), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_page")),
    )
    op.create_table(
        "ledger_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("row_table", sa.String(length=160), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("change", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["page_id"], ["ledger_page.id"], name=op.f("fk_ledger_line_page_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_line")),
    )
    names = ["row_table", "row_id", "id"]
    op.create_index(op.f("ix_ledger_line_row_table_row_id_id"), "ledger_line", names)
    op.add_column("seal", sa.Column("ledger", sa.Text(), nullable=False, server_default=""))
    _guard()


def _guard() -> None:
    """Refuses to change or delete what was written, whoever asks (models/ledger.py).

    What stands already is written down once the schema is the newest: dondoc/ledger/covering.py.
    """
    for table in ("ledger_page", "ledger_line"):
        if op.get_bind().dialect.name == "sqlite":
            for act in ("UPDATE", "DELETE"):
                op.execute(_GUARD.format(table=table, act=act))
        else:
            op.execute(
                f"CREATE TRIGGER {table}_keeps BEFORE UPDATE OR DELETE ON {table}"
                " FOR EACH ROW EXECUTE FUNCTION keep_history()"
            )
