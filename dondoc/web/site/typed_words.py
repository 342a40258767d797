"""What somebody wrote in a form, with the words that say in which field."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

_LABELS = {
    "value": "report.value",
    "narrative": "report.narrative",
    "difficulty": "report.difficulty",
    "proposal": "report.proposal",
    "cause_reason": "cause.what",
    "reason": "report.act.reason",
    "return_reason": "verify.return.reason",
    "correct_reason": "verify.correct.reason",
    "note": "verify.note",
    "text": "item.comment",
    "words": "board.nudge.words",
    "task": "staffing.task",
    "full_name": "account.full_name",
    "telephone": "websettings.telephone.label",
}
_OTHER = "web.again.words"
_ROW = re.compile(r"-\d+$")


class TypedWords(NamedTuple):
    """A field of a form. `number`: which of those with the same label; 0 where there is one."""

    name: str
    text: str
    label: str
    number: int


def typed_words(fields: Iterable[tuple[str, str]]) -> list[TypedWords]:
    """Fields by name and text, each with a label that no other has."""
    labelled = [(name, text, _LABELS.get(_ROW.sub("", name), _OTHER)) for name, text in fields]
    many, counted = Counter(label for _, _, label in labelled), Counter[str]()
    shown = []
    for name, text, label in labelled:
        counted[label] += 1
        shown.append(TypedWords(name, text, label, counted[label] if many[label] > 1 else 0))
    return shown
