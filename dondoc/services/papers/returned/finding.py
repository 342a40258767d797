"""What is wrong with a paper that came back: where, and what."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from dondoc.i18n import Translate


class FindingSort(StrEnum):
    """What a finding is about, the gravest first."""

    FIGURE = "figure"
    LAYOUT = "layout"
    SPELLING = "spelling"
    OPEN = "open"


@dataclass(frozen=True)
class PaperFinding:
    """`place`: in the words of the paper; `key`: of its sentence, `papers.check.<key>`."""

    sort: FindingSort
    place: str
    key: str
    params: dict[str, Any] = field(default_factory=dict)

    def text(self, tr: Translate) -> str:
        """The sentence, behind its place."""
        return f"{self.place}: {tr(f'papers.check.{self.key}', **self.params)}"


MAX_SHOWN = 110


def beginning(text: str) -> str:
    """A place named by the words that stand there."""
    plain = " ".join(text.split())
    return plain if len(plain) <= MAX_SHOWN else f"{plain[:MAX_SHOWN].rsplit(' ', 1)[0]}…"
