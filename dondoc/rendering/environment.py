"""Two Jinja2 environments: HTML, where everything is escaped, and text, where nothing is."""

from functools import cache
from typing import Any

import css_inline
from jinja2 import Environment, PackageLoader, StrictUndefined

from dondoc.i18n import Language, translator
from dondoc.rendering.formats import filters, share


@cache
def _environment(kind: str, lang: Language) -> Environment:
    environment = Environment(
        loader=PackageLoader("templates", ""),
        autoescape=kind == "html",  # noqa: S701 (plain text has nothing to escape)
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters.update(filters(lang))
    environment.globals.update(
        tr=translator(lang), lang=lang, share=lambda part, whole: share(part, whole, lang)
    )
    return environment


def render_html(name: str, lang: Language, **context: Any) -> str:
    """Renders `templates/<name>.html` with every value escaped."""
    return _environment("html", lang).get_template(f"{name}.html").render(**context)


def render_text(name: str, lang: Language, **context: Any) -> str:
    """Renders `templates/<name>.txt`, with nothing escaped."""
    return _environment("text", lang).get_template(f"{name}.txt").render(**context)


def inline_styles(html: str) -> str:
    """The same page with its style sheet written into the tags, as mail programs want it."""
    return css_inline.inline(html, load_remote_stylesheets=False)
