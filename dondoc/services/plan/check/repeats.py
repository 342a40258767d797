"""Things that are there twice, each named with the cell of the first."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from dondoc.services.workbook.grid import shown
from dondoc.services.workbook.plan import HoldingDraft
from dondoc.services.workbook.row_reader import Placed, SheetRow
from models.rules.validity import overlaps

T = TypeVar("T")


class Dated(Protocol):
    """Valid from and to, both inclusive; None is open."""

    @property
    def valid_from(self) -> date | None: ...
    @property
    def valid_to(self) -> date | None: ...


@dataclass(frozen=True)
class Period:
    """A bare period of validity."""

    valid_from: date | None
    valid_to: date | None


D = TypeVar("D", bound=Dated)


def place(row: SheetRow, key: str) -> str:
    return f"{row.table.grid.name}!{row.at(key)}"


def report_repeats(
    placed: Iterable[Placed[T]], identity: Callable[[T], Hashable], key: str
) -> None:
    """An error at the second of two with the same identity; None and "" are no identity."""
    first: dict[Hashable, SheetRow] = {}
    for entry in placed:
        name = identity(entry.draft)
        if not name or (isinstance(name, tuple) and "" in name):
            continue
        earlier = first.setdefault(name, entry.row)
        if earlier is not entry.row:
            cell = shown(entry.row.value(key))
            text = " / ".join(map(str, name)) if isinstance(name, tuple) else cell
            entry.row.error(key, "plan.error.repeated", found=text, first=place(earlier, key))


def overlap(dated: Dated, other: Dated) -> bool:
    """Whether two periods share a day."""
    return overlaps(dated.valid_from, dated.valid_to, other.valid_from, other.valid_to)


def report_overlaps(
    placed: Iterable[Placed[D]], identity: Callable[[D], Hashable], key: str, message: str
) -> None:
    """An error at the later row of two that have the same identity on the same day."""
    groups: dict[Hashable, list[Placed[D]]] = defaultdict(list)
    for entry in placed:
        for earlier in groups[identity(entry.draft)]:
            if overlap(earlier.draft, entry.draft):
                entry.row.error(
                    key,
                    message,
                    found=shown(entry.row.value(key)),
                    first=place(earlier.row, key),
                    start=shown(entry.draft.valid_from),
                    end=shown(earlier.draft.valid_to),
                )
                break
        groups[identity(entry.draft)].append(entry)


def report_contradictions(holdings: Iterable[Placed[HoldingDraft]]) -> None:
    """One position has one title and unit, and one person one name and address, on every row."""
    first_rows: dict[tuple[str, str], tuple[str | None, SheetRow]] = {}
    for placed in holdings:
        holding = placed.draft
        facts = (
            ("title", holding.position_code, holding.title),
            ("unit_code", holding.position_code, holding.unit_code),
            ("person_name", holding.person_code, holding.person_name),
            ("email", holding.person_code, holding.email),
            ("telephone", holding.person_code, holding.telephone),
        )
        for key, owner, fact in facts:
            earlier, row = first_rows.setdefault((key, owner.casefold()), (fact, placed.row))
            if owner and fact and earlier and fact != earlier:
                placed.row.error(
                    key,
                    "plan.error.contradiction",
                    column=placed.row.heading(key),
                    code=owner,
                    found=fact,
                    earlier=earlier,
                    first=place(row, key),
                )
