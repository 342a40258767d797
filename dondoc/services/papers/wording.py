"""Text as a paper may carry it, and the two ways of spelling hòa and hoà."""

import re
from functools import cache
from typing import Literal

from models.rules.texts import composed_letters, without_unseen

Spelling = Literal["hòa", "hoà"]

_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]+")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_OPEN_ENDINGS = ("oa", "oe", "uy")


def clean(text: str) -> str:
    """One line of composed letters (NFC); what no form of a paper can carry becomes a space."""
    printable = without_unseen(_UNPRINTABLE.sub(" ", composed_letters(text)))
    return " ".join(printable.split(" ")).strip()


def spelled(text: str, spelling: Spelling) -> str:
    """The paper's own words with the tone on the first vowel (hòa, ủy) or the second (hoà, uỷ).

    Only for words of ours: a name is spelled as its bearer spells it.
    """
    forms, pattern = _respelled(spelling)
    return pattern.sub(lambda match: forms[match[0]], text)


@cache
def _respelled(spelling: Spelling) -> tuple[dict[str, str], re.Pattern[str]]:
    forms = {}
    for ending in _OPEN_ENDINGS:
        for first in (ending[0], ending[0].upper()):
            for second in (ending[1], ending[1].upper()):
                for tone in _TONES:
                    on_first, on_second = (
                        composed_letters(first + tone) + second,
                        first + composed_letters(second + tone),
                    )
                    if spelling == "hoà":
                        forms[on_first] = on_second
                    else:
                        forms[on_second] = on_first
    # Only where the syllable ends, and not in quý, whose u is no vowel.
    return forms, re.compile(rf"(?<![qQ])(?:{'|'.join(forms)})(?!\w)")
