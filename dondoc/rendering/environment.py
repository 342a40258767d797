"""Two Jinja2 environments: HTML, where everything is escaped, and text, where nothing is."""

from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

from jinja2 import Environment, StrictUndefined, Template
from jinja2.environment import TemplateModule

from dondoc.i18n import Language, translator
from dondoc.rendering.formats import filters, share
from dondoc.rendering.loader import MailLoader

_CACHE_SIZE = 4096
"""A list draws the same few marks and bars over and over: so many of them are kept."""


@cache
def _environment(kind: str, lang: Language) -> Environment:
    environment = Environment(
        loader=MailLoader(lang),
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
    environment.globals["drawn"] = _drawing(environment)
    return environment


def _drawing(environment: Environment) -> Callable[..., str]:
    """Macros of `web/drawn.html` that say the same whenever they are given the same."""

    @lru_cache(maxsize=_CACHE_SIZE)
    def drawn(name: str, *arguments: Any) -> str:
        macro: Callable[..., str] = getattr(_module(), name)
        return macro(*arguments)

    @cache
    def _module() -> TemplateModule:
        return environment.get_template("web/drawn.html").module

    return drawn


@cache
def _template(name: str, kind: str, lang: Language) -> Template:
    """Compiled once: looking one up in its environment costs more than filling in a short one."""
    ending = "html" if kind == "html" else "txt"
    template = _environment(kind, lang).get_template(f"{name}.{ending}")
    # A chain of mappings that is written out anew at every rendering, which a plain one is not.
    template.globals = dict(template.globals)
    return template


def render_html(name: str, lang: Language, **context: Any) -> str:
    """Renders `templates/<name>.html` with every value escaped."""
    return _template(name, "html", lang).render(context)


def render_text(name: str, lang: Language, **context: Any) -> str:
    """Renders `templates/<name>.txt`, with nothing escaped."""
    return _template(name, "text", lang).render(context)
