"""Templates made ready once, when they are loaded, and not with every page and letter.

Words that nothing is filled into are put in place of the calls that look them up; into the tags
of mails the style sheet is written, as mail programs want it.
"""

import re
from collections.abc import Callable

import css_inline
from jinja2 import BaseLoader, Environment, PackageLoader

from dondoc.i18n import Language, translator

Source = tuple[str, str | None, Callable[[], bool] | None]

MAIL = "mail/"

_FIXED_WORDS = re.compile(r"""\btr\("([a-z_.]+)"\)""")
_SHARED = re.compile(r'\{% include "(mail/[a-z]+\.html)" %\}\n?')
_CODE = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)
_TAG = re.compile(r"(<[^<>]*>)")
_MARK = re.compile(r"(?:&lt;!--|<!--)?jj(\d+)jj(?:--&gt;|-->)?")
_INDENTED = re.compile(r"\n[ \t]+")


class MailLoader(BaseLoader):
    """The templates of the package, made ready for one language."""

    def __init__(self, lang: Language) -> None:
        self._package = PackageLoader("templates", "")
        self._words = translator(lang)

    def get_source(self, environment: Environment, template: str) -> Source:
        """See jinja2.BaseLoader."""
        source, path, fresh = self._package.get_source(environment, template)
        is_mail = template.startswith(MAIL) and template.endswith(".html")
        if is_mail:
            # As text: styles are written into the tags of a whole letter.
            source = _SHARED.sub(lambda match: self._shared(environment, match[1]), source)
        source = _FIXED_WORDS.sub(lambda match: _literal(self._words(match[1])), source)
        return (with_styles(source) if is_mail else source), path, fresh

    def _shared(self, environment: Environment, name: str) -> str:
        """A piece that letters share, without the comment that says what it is."""
        return self._package.get_source(environment, name)[0].partition("#}\n")[2]


def with_styles(source: str) -> str:
    """A template of a page with its style sheet written into the tags.

    Its code is set aside meanwhile: as comments, which may stand anywhere between tags, so that
    a loop over the rows of a table stays where it is; within a tag as plain words.
    """
    code: list[str] = []

    def aside(match: re.Match[str]) -> str:
        code.append(match[0])
        return f"jj{len(code) - 1}jj"

    parts = _TAG.split(_CODE.sub(aside, source))
    page = "".join(
        part if part.startswith("<") else re.sub(r"jj\d+jj", r"<!--\g<0>-->", part)
        for part in parts
    )
    inliner = css_inline.CSSInliner(load_remote_stylesheets=False, minify_css=True)
    return _MARK.sub(lambda number: code[int(number[1])], _INDENTED.sub("\n", inliner.inline(page)))


def _literal(words: str) -> str:
    """A text as it is written in a template's code, where it becomes a constant."""
    escaped = words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
