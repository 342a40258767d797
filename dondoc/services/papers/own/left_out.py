"""Which tags a template leaves out of a paper although the standard one shows them."""

import re
import zipfile
from collections.abc import Iterator
from functools import cache
from io import BytesIO

from dondoc.services.papers.context import context_of
from dondoc.services.papers.paper import Paper
from dondoc.services.papers.word import paper_docx

_TAGS = re.compile(r"<[^>]+>")
_BODY = "word/document.xml"
_DRAWN_IN = re.compile(r"word/(?:document|header\d*)\.xml")
_PICTURE = re.compile(rb"<(?:pic:pic|v:imagedata)[ >]")
_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"'}


def left_out(paper: Paper, filled: bytes) -> list[str]:
    """Tags whose texts do not stand in the file. Number, day and who signs may be missing: an
    office may have them printed on its paper, or write them by hand.
    """
    there, standard = _text(filled), _standard(paper)
    texts = [(tag, text.casefold()) for tag, text in _texts(paper)]
    gone = [(tag, text) for tag, text in texts if text in standard and text not in there]
    # A letter's subject stands below its number alone, as part of a longer text.
    return list(
        dict.fromkeys(
            tag for tag, text in gone if not any(text in more for _, more in gone if more != text)
        )
    )


_SHOWN = ("notice", "subject", "subject_note", "letter_subject", "annex_title", "resolves")


def _texts(paper: Paper) -> Iterator[tuple[str, str]]:
    """What the standard template shows, each with the tag that shows it."""
    context = context_of(paper)
    yield from ((f"{{{{ {name} }}}}", context[name]) for name in _SHOWN)
    for names, tag in (("addressees", "addressee"), ("grounds", "ground")):
        yield from ((f"{{{{ {tag} }}}}", text) for text in context[names])
    for block in context["blocks"]:
        if block["sort"] == "table":
            yield "{{ block.unit_words }}", block["unit_words"]
            cells = (*block["columns"], *(cell for row in block["rows"] for cell in row))
            yield from (("{{p block.table }}", cell) for cell in cells)
            yield "{{ block.after }}", block["after"]
        elif block["sort"] != "signatures":
            yield "{{ block.text }}", block["text"]


def text_lines(content: bytes) -> frozenset[str]:
    """The paragraphs of a file's body and of its headers."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        heads = [name for name in archive.namelist() if name.startswith("word/header")]
    texts = (_text(content, name) for name in (_BODY, *heads))
    return frozenset(line for text in texts for line in text.splitlines())


def has_picture(content: bytes) -> bool:
    """Whether a picture stands in a template, which has none by itself."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = (archive.read(name) for name in archive.namelist() if _DRAWN_IN.match(name))
        return any(_PICTURE.search(part) for part in parts)


@cache
def _standard(paper: Paper) -> str:
    return _text(paper_docx(paper))


def _text(content: bytes, part: str = _BODY) -> str:
    """The words of a part of a file without its markup, capitals or not."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        xml = archive.read(part).decode()
    text = _TAGS.sub("", re.sub("</w:p>", "\n", xml))
    for entity, sign in _ENTITIES.items():
        text = text.replace(entity, sign)
    return text.casefold()
