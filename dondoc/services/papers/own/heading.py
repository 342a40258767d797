"""Whether a template's heading is that of the papers it is for: of the State, or of the Party.

A State paper bears the nation and its motto, a Party paper the Party and a star below whoever
issues it: a template of one form would give papers of the other a heading that no rule knows.
"""

import unicodedata
from collections.abc import Collection, Iterator

from dondoc.services.papers.layouts import FixedWords, PaperForm, known_layouts

_MARKS = {"motto": "no_motto", "star": "no_star"}
"""Tags that only one of the two forms has, and what is said where it is not there."""


def wrong_heading(
    form: PaperForm, tags: Collection[str], lines: Collection[str], *, needs_one: bool
) -> Iterator[str]:
    """What is wrong: `other_form`, or what lacks where the paper's own heading is not whole.

    `tags`: names that the template shows; `lines`: of a paper that was filled in; `needs_one`: it
    is no annex, and the template has no picture, which may be the office's heading.
    """
    own, other = _words(form), _words(next(each for each in PaperForm if each is not form))
    said = {_plain(line) for line in lines}
    foreign = {_plain(text) for text in (other.nation, other.motto)} - {""}
    if said & foreign or any(name in tags and not getattr(own, name) for name in _MARKS):
        yield "other_form"
        return
    if _plain(own.nation) not in said:
        if needs_one:
            yield "no_nation"
    else:
        for name, lacks in _MARKS.items():
            if getattr(own, name) and _plain(getattr(own, name)) not in said:
                yield lacks


def _words(form: PaperForm) -> FixedWords:
    return known_layouts(form)[-1].words


def _plain(text: str) -> str:
    """Capitals or not, whatever dash stands between the words, and however blanks are set."""
    letters = unicodedata.normalize("NFC", text).casefold()
    return " ".join("".join(" " if sign in "-–—" else sign for sign in letters).split())
