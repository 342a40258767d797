"""Lists whose filters stand in the address: reading it, and the links that change it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlencode

from dondoc import paging
from dondoc.web.site.forms import clean

PAGE_SIZE = 50

Choice = TypeVar("Choice", bound=StrEnum)


class SortableHeading(NamedTuple):
    """Where a heading leads; `order`: up or down where the list is sorted by it, else ''."""

    link: str
    order: str


@dataclass(frozen=True)
class Query:
    """The query of a list's address. What cannot be read counts as not asked for."""

    path: str
    parameters: Mapping[str, str]
    names: tuple[str, ...]
    plain: Mapping[str, str] = field(default_factory=dict)

    def text(self, name: str, longest: int = 100) -> str:
        """A filter as typed."""
        return clean(self.parameters.get(name, ""))[:longest]

    def number(self, name: str, most: int = 2_000_000_000) -> int | None:
        """A whole number from 1 up."""
        sentence = self.text(name)
        return (
            min(int(sentence), most)
            if sentence.isascii() and sentence.isdigit() and int(sentence)
            else None
        )

    def day(self, name: str) -> date | None:
        """A day, as a date field sends it."""
        try:
            return date.fromisoformat(self.text(name))
        except ValueError:
            return None

    def choice(self, name: str, choices: type[Choice], otherwise: Choice) -> Choice:
        """One of a fixed set of words."""
        try:
            return choices(self.text(name))
        except ValueError:
            return otherwise

    @property
    def page(self) -> int:
        """The page asked for, the first one where none is."""
        return self.number("page", 1_000_000) or 1

    def filters_with(self, **changes: Any) -> dict[str, str]:
        """The filters in force with these changes; None or '' takes one away."""
        if not changes:
            return self._filters
        changed = {name: "" if change is None else str(change) for name, change in changes.items()}
        return self._in_force(self._named | changed)

    @cached_property
    def _named(self) -> dict[str, str]:
        return {name: self.text(name) for name in self.names}

    @cached_property
    def _filters(self) -> dict[str, str]:
        return self._in_force(self._named)

    def _in_force(self, values: Mapping[str, str]) -> dict[str, str]:
        return {
            name: text for name, text in values.items() if text and text != self.plain.get(name)
        }

    def link(self, **changes: Any) -> str:
        """This list with other filters, from its first page on."""
        return self.at(self.path, **changes)

    def at(self, path: str, **changes: Any) -> str:
        """Another page with the same filters."""
        query = written(self.filters_with(**changes))
        return f"{path}?{query}" if query else path

    @property
    def query(self) -> str:
        """The filters in force, as they stand behind the question mark."""
        return written(self.filters_with())

    def page_link(self, number: int) -> str:
        """Another page of the same list."""
        return self.link(page=number if number > 1 else None)

    def head(
        self, order: str, now: tuple[str, bool], *, first_down: bool = False
    ) -> SortableHeading:
        """A heading that sorts; `now`: what the list is sorted by, and whether downwards.

        The heading it is sorted by turns it round.
        """
        sorted_by, down = now
        turned = not down if order == sorted_by else first_down
        link = self.link(sort=order, dir="down" if turned else "up")
        return SortableHeading(link, ("down" if down else "up") if order == sorted_by else "")


def written(values: Mapping[str, str]) -> str:
    """The query of an address; a list has a link in every row, and nearly all of it is alike."""
    return "&".join([_pair(name, value) for name, value in values.items()])


@lru_cache(maxsize=4096)
def _pair(name: str, value: str) -> str:
    return urlencode({name: value})


def pages_of(total: int) -> int:
    """How many pages a list of the board's size has."""
    return paging.pages_of(total, PAGE_SIZE)


def page_shown(asked: int, total: int) -> int:
    """Which page of a list of the board's size is shown: the last one at most."""
    return paging.page_shown(asked, total, PAGE_SIZE)
