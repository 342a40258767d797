"""What a plan may not mean: what is asked, and the answers that settle it."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from dondoc.i18n import Translate

_ENOUGH = 8


@dataclass(frozen=True, slots=True)
class DoubtAnswer:
    """One way to settle a doubt: what is sent back, and the key of its words."""

    value: str
    key: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """What may not be meant: asked about, and loaded only with one of its answers.

    `besides`: further sentences, as the key of their words and what stands in them.
    """

    key: str
    answers: tuple[DoubtAnswer, ...]
    params: Mapping[str, Any]
    besides: tuple[tuple[str, Mapping[str, Any]], ...] = ()

    def answer(self, sure: frozenset[str]) -> str:
        """The answer among what was said; '' for none, and for two that contradict each other."""
        values = {each.value for each in self.answers if self.sent_back(each) in sure}
        return values.pop() if len(values) == 1 else ""

    def sent_back(self, answer: DoubtAnswer) -> str:
        """The answer as it is sent back: it says to what, by a mark of what was asked.

        So an answer about one name does not settle another one that stands there later.
        """
        said = [sorted(self.params.items())]
        said += [sorted(params.items()) for _, params in self.besides]
        mark = sha256("".join(map(repr, said)).encode()).hexdigest()[:_ENOUGH]
        return f"{answer.value}={mark}"

    def text(self, tr: Translate) -> str:
        """What would happen, and why it may not be meant."""
        more = (tr(key, **params) for key, params in self.besides)
        return " ".join((tr(self.key, **self.params), *more))

    def choices(self, tr: Translate) -> list[tuple[str, str]]:
        """Each answer with its words."""
        return [(self.sent_back(answer), tr(answer.key, **self.params)) for answer in self.answers]
