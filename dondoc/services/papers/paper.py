"""What a paper says, whatever form it is written in: Word, PDF or Excel.

Nothing is printed that nobody gave: a number, a day or a name that is wanting stays open for the
clerk, and can be told from what was written.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from dondoc.exports.charts.description import Chart
from dondoc.rendering.table_sums import Quotient, RowKind, SumAcross
from dondoc.services.papers.layouts import Layout, PaperForm, layout_for, lying


@dataclass(frozen=True)
class IssuingBody:
    """Who issues. `symbol`: its letters in the paper's symbol; `place`: where it is issued."""

    name: str = ""
    parent: str = ""
    symbol: str = ""
    place: str = ""


@dataclass(frozen=True)
class Signature:
    """Who signs. `authority`: by whose authority, such as `T/M BAN THƯỜNG VỤ`."""

    position: str = ""
    name: str = ""
    authority: str = ""


@dataclass(frozen=True)
class PaperHeading:
    """A heading of the body. `level`: 1 for I., 2 for 1. `new_page`: it begins a page.

    `label`: in place of the number, where a form has its own, such as `A.`
    """

    text: str
    level: Literal[1, 2] = 1
    new_page: bool = False
    label: str = ""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the body."""

    text: str


@dataclass(frozen=True)
class Article:
    """An article of a decision (điều); they are counted."""

    text: str


@dataclass(frozen=True)
class PaperColumn:
    """A heading, with its unit where its numbers have one. `adds_up`: totals are its sums."""

    heading: str
    is_number: bool = False
    unit: str = ""
    adds_up: bool = False

    @property
    def words(self) -> str:
        """The heading as it is read, with its unit."""
        return f"{self.heading} ({self.unit})" if self.unit else self.heading


@dataclass(frozen=True)
class PaperRow:
    """Cells as they are read; a number is a `WrittenNumber`. A group is the sum of the lines below
    it, a total that of its groups, or of the lines above it where there are none.
    """

    cells: tuple[str, ...]
    kind: RowKind = "line"


@dataclass(frozen=True)
class PaperTable:
    """A table. `unit`: of all its numbers; `after`: what is said below it; `quotients`: columns of
    percentages with what they are made of; `across`: columns that are the sum of others of their
    row. `is_compact`: smaller and closer, where a page is full.
    """

    title: str
    columns: tuple[PaperColumn, ...]
    rows: tuple[PaperRow, ...]
    unit: str = ""
    after: str = ""
    quotients: tuple[Quotient, ...] = ()
    is_compact: bool = False
    across: tuple[SumAcross, ...] = ()


@dataclass(frozen=True)
class PaperChart:
    """A picture of figures with its title above and its sentences below it."""

    chart: Chart


@dataclass(frozen=True)
class SigningPlace:
    """Where somebody signs. `position`: as what; `name`: '' where it stays open.

    Without a position nobody signs there: what stands beside it stays on its side.
    """

    position: str
    name: str = ""


@dataclass(frozen=True)
class PaperSignatures:
    """Places side by side, for a paper that several sign: it has no other end.

    `receivers_below`: who gets it stands below them, as in minutes (Decree 30, form 1.10).
    """

    places: tuple[SigningPlace, ...]
    receivers_below: bool = False


Block = PaperHeading | Paragraph | Article | PaperTable | PaperChart | PaperSignatures
FORM = "form"
"""The kind of a form that a rule prescribes: it has its own title, and no number."""


@dataclass(frozen=True)
class Paper:
    """A paper. `day`: whose rules it follows, which is not printed; `kind`: a key of the layout's
    kinds; `dated`: the day that somebody gave it; `subject_note`: a line of its own below the
    subject; `notice`: above all, such as of sample data. `authority`: who decides, above the
    grounds, `resolves`: what stands below them, such as `QUYẾT ĐỊNH:`. `charged`: bodies that it
    gives work to, beside whom it is sent to. `made_of`: what it was made of, by which a copy that
    comes back is known. `form_title`: of a form, whose kind is `FORM`; `lies`: on a
    sheet that lies, for a wide table.
    """

    form: PaperForm
    day: date
    kind: str
    subject: str
    blocks: tuple[Block, ...]
    issuer: IssuingBody = field(default_factory=IssuingBody)
    signature: Signature = field(default_factory=Signature)
    number: str = ""
    dated: date | None = None
    addressees: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()
    receivers: tuple[str, ...] = ()
    subject_note: str = ""
    notice: str = ""
    authority: str = ""
    resolves: str = ""
    charged: tuple[str, ...] = ()
    made_of: str = ""
    form_title: str = ""
    lies: bool = False

    @property
    def is_annex(self) -> bool:
        """Whether it goes with another paper, which has the head and the signature."""
        return self.kind == "annex"

    @property
    def layout(self) -> Layout:
        """The rules that hold on its day."""
        layout = layout_for(self.form, self.dated or self.day)
        return lying(layout.form, layout.code) if self.lies else layout

    @property
    def is_form(self) -> bool:
        """Whether it is a form of its own, without a number."""
        return self.kind == FORM

    @property
    def has_places(self) -> bool:
        """Whether several sign it, each in their place."""
        return any(isinstance(block, PaperSignatures) for block in self.blocks)

    @property
    def has_receivers_below(self) -> bool:
        """Whether who gets it stands below the places of those who sign."""
        return any(
            isinstance(block, PaperSignatures) and block.receivers_below for block in self.blocks
        )

    @property
    def is_prescribed(self) -> bool:
        """Whether it has its own shape, and so is never on the office's own template."""
        return self.is_form or self.lies or (self.has_places and not self.has_receivers_below)

    @property
    def tables(self) -> tuple[PaperTable, ...]:
        """Its tables, in their order."""
        return tuple(block for block in self.blocks if isinstance(block, PaperTable))

    @property
    def open_places(self) -> tuple[str, ...]:
        """What a person must still fill in."""
        if self.is_annex:
            return ()
        given = {
            "issuer": self.issuer.name,
            "symbol": self.issuer.symbol,
            "number": self.number,
            "place": self.issuer.place,
            "date": self.dated,
            "receivers": self.receivers,
            "position": self.signature.position,
            "name": self.signature.name,
        }
        wanted = given.keys() - (_NOT_IN_FORMS if self.is_form else set())
        wanted -= _NOT_WITH_PLACES if self.has_places else set()
        wanted |= {"receivers"} if self.has_receivers_below else set()
        return tuple(name for name, value in given.items() if name in wanted and not value)


_NOT_IN_FORMS = frozenset({"symbol", "number", "receivers"})
_NOT_WITH_PLACES = frozenset({"receivers", "position", "name"})
