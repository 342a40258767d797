"""A template that an office edited in Word is tried before it is kept.

Its tags may only show and choose values: whatever could run long, or reach out of the values,
is refused by name, with the paragraph in which it stands.
"""

import re
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from io import BytesIO

from jinja2 import nodes

from dondoc.exports.docx import TemplateFaultError, paragraph_at, parts_of, tags_of
from dondoc.i18n import Translate
from dondoc.services.evidence.limits import MEGABYTE
from dondoc.services.papers.context import context_of
from dondoc.services.papers.layouts import PaperForm
from dondoc.services.papers.own.bounds import MAX_MARKS, has_too_many_marks, unbounded
from dondoc.services.papers.own.example import example_papers, known_names
from dondoc.services.papers.own.foreign_parts import foreign_parts
from dondoc.services.papers.own.heading import wrong_heading
from dondoc.services.papers.own.left_out import has_picture, left_out, text_lines
from dondoc.services.papers.own.tag_by_tag import (
    FaultyTag,
    ReadTag,
    paragraphs_of,
    tag_by_tag,
    without_end,
)
from dondoc.services.papers.own.unfinished import unfinished
from dondoc.services.papers.returned.read import read_word, too_big
from dondoc.services.papers.word import paper_docx

MAX_BYTES = 2 * MEGABYTE
MAX_XML = 8 * MEGABYTE
"""Unpacked: the standard template has 1."""
MAX_FAULTS = 30
_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.For, nodes.If,
    nodes.Getattr, nodes.Getitem, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not,
    nodes.Filter, nodes.CondExpr, nodes.Test,
)  # fmt: skip
_END = re.compile(r"\}\}|%\}")
_ALONE = re.compile(r"\{%[-+]?\s+(?:for|if|elif|else|endfor|endif)\b[^%]*%\}")
_FILTERS = frozenset({"length", "upper", "lower", "join", "first", "last", "default", "trim"})


@dataclass(frozen=True)
class TemplateFault:
    """`what`: a key, `papers.template.fault.<what>`. `tag`: what is wrong, in paragraph `line`, or
    somewhere from there to paragraph `until`.
    """

    what: str
    tag: str
    line: str
    until: str = ""

    def text(self, tr: Translate) -> str:
        """The sentence for people."""
        params = {"tag": self.tag, "line": self.line or "–", "until": self.until}
        return tr(f"papers.template.fault.{self.what}", **params)


def check_template(name: str, content: bytes, form: PaperForm) -> list[TemplateFault]:
    """What is wrong with its tags; [] for a template that can be used.

    Raises BadInput for what is no safe Word file at all.
    """
    if len(content) > MAX_BYTES:
        raise too_big(name, MAX_BYTES)
    read_word(name, content, MAX_XML)
    foreign = [TemplateFault(*part) for part in foreign_parts(content)]
    if foreign:
        return foreign[:MAX_FAULTS]
    if has_too_many_marks(_xml_of(content)):
        return [TemplateFault("too_many", str(MAX_MARKS), "")]
    left = [TemplateFault(what, "", line) for what, line in unfinished(content)]
    try:
        trees = list(tags_of(content))
        faults = [fault for source, tree in trees for fault in _faults(source, tree)]
    except TemplateFaultError as error:
        found = left + (list(_one_by_one(content)) or [_of_error(error, "syntax")])
        return found[:MAX_FAULTS]
    tags = {name.name for _, tree in trees for name in tree.find_all(nodes.Name)}
    return (left + faults or list(_tried(content, form, tags)))[:MAX_FAULTS]


def _one_by_one(content: bytes) -> Iterator[TemplateFault]:
    """All that is wrong with tags of which some cannot be read.

    What has no end takes the tags that follow along: nothing can be said then of what is closed.
    """
    parts = list(parts_of(content))
    typed = (paragraph for xml, _ in parts for paragraph in paragraphs_of(xml))
    cut = [paragraph for paragraph in typed if any(without_end(paragraph))]
    for paragraph in cut:
        for tag in without_end(paragraph):
            yield from _unread(tag, paragraph)
    for _, source in parts:
        found = list(tag_by_tag(source))
        read = [each.tree for each in found if isinstance(each, ReadTag)]
        loops = {name for tree in read for name in _loop_names(tree)}
        for each in found:
            line = paragraph_at(source, each.lineno)
            if isinstance(each, ReadTag):
                yield from _faults(source, each.tree, loops)
            elif each.tag and not cut:
                yield _named(each, source, line)
            elif not each.tag and not any(paragraph in line for paragraph in cut):
                yield _of_error(TemplateFaultError(each.what, line), "syntax")


def _named(faulty: FaultyTag, source: str, line: str) -> TemplateFault:
    """Of several that may be the unclosed one nobody can tell which: from where to where, then."""
    until = paragraph_at(source, faulty.until)
    if not until or until == line:
        return TemplateFault(faulty.what, faulty.tag, line)
    return TemplateFault("unclosed_among", faulty.tag, line, until)


def _unread(tag: str, paragraph: str) -> Iterator[TemplateFault]:
    """What the library says of a tag without its end."""
    for each in tag_by_tag(tag):
        if isinstance(each, FaultyTag) and not each.tag:
            yield _of_error(TemplateFaultError(each.what, paragraph), "syntax")
            return
    yield TemplateFault("syntax", "–", paragraph)


_KINDS = (
    ("stray", re.compile(r"unknown tag '(.+?)'")),
    ("unknown", re.compile(r"has no attribute '(.+?)'|'(.+?)' is undefined")),
    ("syntax", re.compile(r"(?:got|unexpected|unexpected char) '(?!end of)(.+)'")),
)
"""What the library says in English of a tag that it cannot read, and the part that it names."""


def _of_error(error: TemplateFaultError, otherwise: str) -> TemplateFault:
    """A fault in our words: of the library's only the part of the tag that it names is shown."""
    for what, pattern in _KINDS:
        found = pattern.search(error.message)
        if found:
            tag = next(filter(None, found.groups()))
            # Of a tag without its end the library names what follows it in the file.
            unseen = what == "syntax" and tag not in error.line
            return TemplateFault(what, "–" if unseen else tag, error.line)
    return TemplateFault(otherwise, "–", error.line)


def _xml_of(content: bytes) -> Iterator[bytes]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.startswith("word/") and name.endswith(".xml"):
                yield archive.read(name)


def _loop_names(tree: nodes.Template) -> set[str]:
    return {name.name for loop in tree.find_all(nodes.For) for name in _names(loop.target)}


def _faults(
    source: str, tree: nodes.Template, others: Collection[str] = ()
) -> Iterator[TemplateFault]:
    """What is wrong with tags that can be read. `others`: names that loops around them give."""
    loops = _loop_names(tree) | {"loop", *others}
    for node in (tree, *tree.find_all(nodes.Node)):
        line = paragraph_at(source, node.lineno)
        if not isinstance(node, _ALLOWED):
            yield TemplateFault("not_allowed", type(node).__name__.lower(), line)
        elif isinstance(node, nodes.Filter) and node.name not in _FILTERS:
            yield TemplateFault("filter", node.name, line)
        elif isinstance(node, nodes.Name) and node.name not in loops | known_names():
            yield TemplateFault("unknown", node.name, line)
        elif isinstance(node, nodes.TemplateData):
            yield from _left_open(source, node)
        elif isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
            yield TemplateFault("not_allowed", node.attr, line)
    for word, lineno in unbounded(tree):
        yield TemplateFault("unbounded", word, paragraph_at(source, lineno))


def _left_open(source: str, data: nodes.TemplateData) -> Iterator[TemplateFault]:
    """Ends of tags among the words: their beginning is missing, and they would stand on paper."""
    for found in _END.finditer(data.data):
        lines = data.data.count("\n", 0, found.start())
        yield TemplateFault("stray", found[0], paragraph_at(source, data.lineno + lines))


def _names(target: nodes.Node) -> list[nodes.Name]:
    return [target] if isinstance(target, nodes.Name) else list(target.find_all(nodes.Name))


def _tried(content: bytes, form: PaperForm, tags: Collection[str]) -> Iterator[TemplateFault]:
    """Every kind of paper is filled in once: what only then goes wrong is found, too.

    What the standard template shows must stand in the paper: one that leaves out figures, or the
    notice of a sample, would say so to nobody. The heading must be that of the form.
    """
    drawn = has_picture(content)
    missing: dict[str, None] = {}
    for paper in example_papers(form):
        try:
            filled = paper_docx(paper, content)
        except TemplateFaultError as error:
            yield _without_p(content) if not error.line else _of_error(error, "failed")
            return
        lines = text_lines(filled)
        needs_one = context_of(paper)["has_head"] and not drawn
        wrong = next(wrong_heading(form, tags, lines, needs_one=needs_one), None)
        if wrong is not None:
            yield TemplateFault(wrong, "", "")
            return
        missing |= dict.fromkeys(left_out(paper, filled))
    yield from (TemplateFault("left_out", tag, "") for tag in missing)


def _without_p(content: bytes) -> TemplateFault:
    """Of markup that came apart: a tag alone in its paragraph takes it along where a p stands in
    it, and otherwise leaves half of a paragraph behind.
    """
    typed = (paragraph for xml, _ in parts_of(content) for paragraph in paragraphs_of(xml))
    alone = next((paragraph for paragraph in typed if _ALONE.fullmatch(paragraph)), "")
    return TemplateFault("without_p" if alone else "failed", alone or "–", alone)
