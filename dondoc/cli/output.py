"""Showing results: as JSON for programs, as text and tables for people."""

import dataclasses
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from rich.console import Console

_FILE_WIDTH = 240


def plain(value: Any) -> Any:
    """The value as JSON holds it: amounts as strings, fractions as `161/2`: nothing is lost."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)
        }
    if isinstance(value, dict):
        return {str(plain(key)): plain(row) for key, row in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(row) for row in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal | Fraction):
        return f"{value:f}" if isinstance(value, Decimal) else str(value)
    return value.isoformat() if isinstance(value, date | datetime) else value


def as_json(value: Any) -> None:
    """Writes one JSON document."""
    typer.echo(json.dumps(plain(value), ensure_ascii=False, indent=2))


def console() -> "Console":
    """Where tables and colours go; plain text where the output is no terminal.

    A file has no width: there the lines may be as long as a wide table needs.
    """
    from rich.console import Console

    width = None if sys.stdout.isatty() else _FILE_WIDTH
    return Console(highlight=False, soft_wrap=False, width=width)


def table(title: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Shows rows in columns; numbers are the caller's to align by their text."""
    from rich import box
    from rich.table import Table

    shown = Table(title=title or None, box=box.SIMPLE_HEAD, title_justify="left")
    for heading in headings:
        shown.add_column(heading, overflow="fold")  # a reference cut short names nothing
    for row in rows:
        shown.add_row(*(_escaped(cell) for cell in row))
    console().print(shown)


def _escaped(text: str) -> str:
    """Square brackets in data are text, not markup."""
    from rich.markup import escape

    return escape(text)


@contextmanager
def progress_bar(title: str) -> Iterator[Callable[[int, int], None]]:
    """Shows how much of something long is done, on standard error, while a person looks on.

    What it gives is told how much is done, and of how much.
    """
    from rich.console import Console
    from rich.progress import Progress

    unseen = not sys.stderr.isatty()
    with Progress(console=Console(stderr=True), transient=True, disable=unseen) as progress:
        bar = progress.add_task(title, total=None)
        yield lambda done, total: progress.update(bar, completed=done, total=total)
