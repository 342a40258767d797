"""Word files from templates that are edited in Word, filled in within Jinja2's sandbox.

A template is taken apart once and kept: most of the time of a short paper went into that. Values
are plain and escaped, so that nothing in them is read as a tag or leads out of the sandbox.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from types import TracebackType
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, Template, TemplateError, nodes
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

from dondoc.exports.composed_markup import composed_text
from dondoc.exports.memory_errors import is_without_memory
from dondoc.exports.ragged import justified_styles, set_ragged

MAX_TEMPLATES = 32
"""Templates that are kept taken apart; an office has a handful."""

MAX_WRITTEN = 100_000_000
"""Letters of markup that a part may grow to: ten times what an annex of 5,000 rows has."""

_PARAGRAPH = re.compile(r"<w:p([ >])")
_TAGS = re.compile(r"<[^>]+>")
_HEADERS = (DocxTemplate.HEADER_URI, DocxTemplate.FOOTER_URI)


class TemplateFaultError(Exception):
    """A template that cannot be filled in: what is wrong, and the line in which it stands."""

    def __init__(self, message: str, line: str) -> None:
        super().__init__(message)
        self.message, self.line = message, line


@dataclass(frozen=True)
class DocumentProperties:
    """What a file says of itself where programs list files. `keywords`: which file it is to us."""

    title: str
    author: str
    written_at: datetime
    keywords: str = ""


@dataclass(frozen=True)
class _Part:
    """A part of the file as a template. `source`: a line a paragraph, to say where it fails."""

    source: str
    template: Template

    def filled(self, context: Mapping[str, Any]) -> str:
        try:
            return "".join(self._written(context)).replace("\n<w:p", "<w:p")
        except (TemplateError, SecurityError, TypeError, ValueError, ArithmeticError) as error:
            line = _line_of(error.__traceback__)
            raise TemplateFaultError(str(error), _shown(self.source, line)) from error

    def _written(self, context: Mapping[str, Any]) -> Iterator[str]:
        size = 0
        for piece in self.template.generate(context):
            size += len(piece)
            if size > MAX_WRITTEN:
                raise ValueError("too long")
            yield piece


class WordTemplate:
    """A template that was taken apart: filled in any number of times, by several at once."""

    def __init__(self, content: bytes) -> None:
        """Raises TemplateFaultError: no Word file, or a tag that is written wrongly."""
        self._content = content
        document = _opened(content)
        self.style_ids: dict[str, str] = {
            style.name: style.style_id for style in document.docx.styles if style.name
        }
        self._justified = justified_styles(document.docx.styles)
        self._body = _part(document, document.get_xml())
        self._grows = "{%tc" in document.get_xml()
        self._headers = {
            key: _part(document, document.get_part_xml(part))
            for uri in _HEADERS
            for key, part in document.get_headers_footers(uri)
        }

    def filled(
        self,
        context: Mapping[str, Any],
        properties: DocumentProperties,
        pictures: Mapping[str, bytes] | None = None,
    ) -> bytes:
        """The file with everything filled in. Raises TemplateFaultError.

        `pictures`: PNG files by the names under which the context's markup embeds them.
        """
        document = _opened(self._content)
        body = _embedded(document, self._body.filled(context), pictures or {})
        tree = self._tree(document, body)
        set_ragged(tree, self._justified)
        document.fix_docpr_ids(tree)
        document.map_tree(tree)
        for key, part in self._headers.items():
            document.map_headers_footers_xml(key, part.filled(context).encode())
        _describe(document, properties)
        file = BytesIO()
        document.docx.save(file)
        return file.getvalue()

    def _tree(self, document: DocxTemplate, xml: str) -> Any:
        """Parsed; where columns are repeated docxtpl brings their widths in order."""
        try:
            return document.fix_tables(xml) if self._grows else etree.fromstring(xml, _parser())
        except etree.XMLSyntaxError as error:
            raise TemplateFaultError(str(error), "") from error


@lru_cache(maxsize=MAX_TEMPLATES)
def word_template(content: bytes) -> WordTemplate:
    """The template of a file, taken apart at the first time. Raises TemplateFaultError."""
    return WordTemplate(content)


_environment = ImmutableSandboxedEnvironment(
    undefined=StrictUndefined, autoescape=True, auto_reload=False
)


def tags_of(content: bytes) -> Iterator[tuple[str, nodes.Template]]:
    """The tags of each part of a template, parsed, with its source: a line a paragraph.

    Raises TemplateFaultError: no Word file, or a tag that is written wrongly.
    """
    document = _opened(content)
    for xml in _parts_of(document):
        source = _part(document, xml).source
        yield source, _environment.parse(source)


def parts_of(content: bytes) -> Iterator[tuple[str, str]]:
    """Markup and source (a line a paragraph) of each part of a template, whatever its tags.

    Raises TemplateFaultError for no Word file.
    """
    document = _opened(content)
    for xml in _parts_of(document):
        yield xml, _source(document, xml)


def parsed(source: str) -> nodes.Template:
    """Tags by themselves. Raises TemplateSyntaxError."""
    return _environment.parse(source)


@lru_cache(maxsize=MAX_TEMPLATES)
def names_shown(content: bytes) -> frozenset[str]:
    """The values that a template asks for. Raises TemplateFaultError."""
    return frozenset(
        name.name for _, tree in tags_of(content) for name in tree.find_all(nodes.Name)
    )


def paragraph_at(source: str, line: int | None) -> str:
    """The paragraph of a template that stands in a line, as it is read in Word."""
    return _shown(source, line)


def _opened(content: bytes) -> DocxTemplate:
    document = DocxTemplate(BytesIO(content))
    try:
        document.render_init()
    except Exception as error:
        if is_without_memory(error):
            raise MemoryError from error
        # Whatever python-docx stumbles over in somebody's file: it is no Word file to us.
        raise TemplateFaultError("no_word_file", "") from error
    return document


def _embedded(document: DocxTemplate, xml: str, pictures: Mapping[str, bytes]) -> str:
    """Each picture that the body shows becomes a part of the file."""
    for name, png in pictures.items():
        wanted = f'r:embed="{name}"'
        if wanted in xml:
            key, _ = document.docx.part.get_or_add_image(BytesIO(png))
            xml = xml.replace(wanted, f'r:embed="{key}"')
    return xml


def _parser() -> etree.XMLParser:
    """No entities, and no limit that a long annex would meet."""
    return etree.XMLParser(resolve_entities=False, huge_tree=True)


def _parts_of(document: DocxTemplate) -> Iterator[str]:
    """The markup of the body, of each header and of each footer."""
    yield document.get_xml()
    for uri in _HEADERS:
        for _, part in document.get_headers_footers(uri):
            yield document.get_part_xml(part)


def _source(document: DocxTemplate, xml: str) -> str:
    source: str = _PARAGRAPH.sub(r"\n<w:p\1", composed_text(document.patch_xml(xml)))
    return source


def _part(document: DocxTemplate, xml: str) -> _Part:
    source = _source(document, xml)
    try:
        return _Part(source, _environment.from_string(source))
    except TemplateError as error:
        line = getattr(error, "lineno", None)
        raise TemplateFaultError(str(error), _shown(source, line)) from error


def _line_of(trace: TracebackType | None) -> int | None:
    """The line of the template in which an error came up."""
    line = None
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _shown(source: str, line: int | None) -> str:
    """A line of a template as it is read in Word."""
    lines = source.split("\n")
    if line is None or not 0 < line <= len(lines):
        return ""
    return " ".join(_TAGS.sub("", lines[line - 1]).split())


def _describe(document: DocxTemplate, properties: DocumentProperties) -> None:
    core = document.docx.core_properties
    core.title, core.author = properties.title[:255], properties.author[:255]
    core.last_modified_by, core.comments, core.keywords = "", "", properties.keywords[:255]
    core.created = core.modified = properties.written_at.replace(tzinfo=None)
    core.revision = 1
