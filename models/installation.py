"""What the installation keeps about itself: its clock, its leases, its last runs."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from models.columns import Instant, code_column, sealed_column, text_column


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


class ChannelSetup(SQLModel, table=True):
    """A channel of the office: an Apprise URL, and how fast it may be used.

    `url` may hold `{address}` for the person's own part; '' for the mail server of the settings.
    `per_minute`: letters, None for no limit. `parallel`: connections of one deliverer.
    `fallback_after`: failures in a row of one message before the person's next address is
    tried. `private_allowed`: it may reach hosts of the office's own network.
    """

    __tablename__ = "channel"

    name: str = Field(sa_column=code_column(primary_key=True))
    url: str = Field(default="", sa_column=sealed_column())
    per_minute: int | None = None
    parallel: int = 1
    fallback_after: int = 3
    private_allowed: bool = False
    disabled_at: datetime | None = Field(default=None, sa_type=Instant)
