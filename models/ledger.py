"""The ledger: what every transaction made of the rows that figures and judgements stand on."""

from sqlalchemy import Index
from sqlmodel import Field

from models.base import Row
from models.columns import code_column, text_column


class LedgerPage(Row, table=True):
    """What one transaction changed; its digest covers its lines and the page before.

    `cause`: '' for an act, 'upgrade' for what an upgrade of the software came upon or changed.
    Rows are only ever added: a trigger refuses anything else.
    """

    __tablename__ = "ledger_page"

    cause: str = Field(default="", sa_column=code_column())
    lines: int
    previous: str = Field(default="", sa_column=text_column())
    digest: str = Field(sa_column=code_column())


class LedgerLine(Row, table=True):
    """What became of one row: its columns as text in JSON, in the form of dondoc.ledger."""

    __tablename__ = "ledger_line"
    __table_args__ = (Index(None, "row_table", "row_id", "id"),)

    page_id: int = Field(foreign_key="ledger_page.id")
    row_table: str = Field(sa_column=code_column())
    row_id: int
    change: str = Field(sa_column=text_column())
