"""What the installation keeps about itself: its clock, its leases, its last runs."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from models.columns import Instant, code_column, text_column


class Setting(SQLModel, table=True):
    """A named value, such as the offset of a sample's clock."""

    __tablename__ = "setting"

    name: str = Field(sa_column=code_column(primary_key=True))
    value: str = Field(default="", sa_column=text_column())


class Lease(SQLModel, table=True):
    """Who alone may do something until when (real time): keeps two drains apart."""

    __tablename__ = "lease"

    name: str = Field(sa_column=code_column(primary_key=True))
    holder: str = Field(sa_column=code_column())
    until: datetime = Field(sa_type=Instant)
