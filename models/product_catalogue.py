"""The catalogue of products with their conversion coefficients, version by version, and its ties.

Rows are only ever added: a trigger refuses anything else, so that whoever was judged by a
coefficient finds it as it was.
"""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from models.base import Row
from models.columns import Instant, code_column, text_column


class ProductCatalogue(Row, table=True):
    """A version of the whole catalogue as it was loaded; it counts once it is approved."""

    __tablename__ = "product_catalogue"

    version: int = Field(unique=True)
    filename: str = Field(sa_column=text_column())
    sha256: str = Field(sa_column=code_column())
    loaded_at: datetime = Field(sa_type=Instant)
    loaded_by_id: int = Field(foreign_key="person.id")


class CatalogueProduct(Row, table=True):
    """A product. `coefficient`: the exact decimal as text, 1.25; `paper`: that approved it, or ''.

    `valid_from`, `valid_to`: where it holds for a part of the version's time alone.
    """

    __tablename__ = "catalogue_product"
    __table_args__ = (UniqueConstraint("catalogue_id", "code"),)

    catalogue_id: int = Field(foreign_key="product_catalogue.id")
    code: str = Field(sa_column=code_column())
    title: str = Field(sa_column=text_column())
    unit: str = Field(default="", sa_column=text_column())
    coefficient: str = Field(sa_column=code_column())
    kind: str = Field(default="", sa_column=text_column())
    valid_from: date | None = None
    valid_to: date | None = None
    paper: str = Field(default="", sa_column=text_column())


class CatalogueApproval(Row, table=True):
    """A version is in force from a day on, by a paper, until another one is."""

    __tablename__ = "catalogue_approval"

    catalogue_id: int = Field(foreign_key="product_catalogue.id")
    day: date
    paper: str = Field(sa_column=text_column())
    paper_date: date
    reason: str = Field(sa_column=text_column())
    at: datetime = Field(sa_type=Instant)
    by_id: int = Field(foreign_key="person.id")


class ProductTie(Row, table=True):
    """An assignment is a product of the catalogue from a day on. `code`: '' where it is none."""

    __tablename__ = "product_tie"
    __table_args__ = (Index(None, "assignment_id", "id"),)

    assignment_id: int = Field(foreign_key="assignment.id")
    code: str = Field(sa_column=code_column())
    day: date
    at: datetime = Field(sa_type=Instant)
    by_id: int = Field(foreign_key="person.id")
