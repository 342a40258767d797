"""What every table shares: names of constraints, and the key."""

from sqlmodel import Field, SQLModel

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
SQLModel.metadata.naming_convention = NAMING


class Row(SQLModel):
    """A table row with a whole-number key; None until the row is written."""

    id: int | None = Field(default=None, primary_key=True)

    @property
    def key(self) -> int:
        """The key of a row that has been written.

        Raises ValueError for a row that has none yet.
        """
        if self.id is None:
            raise ValueError(f"{type(self).__name__} is not written yet")
        return self.id
