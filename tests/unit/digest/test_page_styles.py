"""A digest stands within a page of the site, whose styles must not reach into its tables."""

import io
import re
from importlib.resources import files

from babel.messages.pofile import read_po

MEANT_ALIKE = {"hidden", "hint", "on-narrow", "on-wide", "scroll"}
"""What the paper has from the site, by the same names."""


def bare_classes() -> set[str]:
    """Classes that the site's styles dress wherever they stand."""
    style = files("dondoc.web").joinpath("static/style.css").read_text(encoding="utf-8")
    return set(re.findall(r"^\s*\.([\w-]+)(?= ?[{,])", style, re.MULTILINE))


def test_no_class_of_the_sites_styles_is_called_as_one_of_the_paper() -> None:
    """Sentences of the summary had the red bar of the card of what comes first."""
    used: set[str] = set()
    for name in ("body", "parts"):
        text = files("templates").joinpath(f"digest/{name}.html").read_text(encoding="utf-8")
        for classes in re.findall(r'class="([^"]*)"', text):
            used.update(re.sub(r"{[{%].*?[%}]}", " ", classes).split())
    assert {"lead", "strip", "sample"} <= used
    assert used & bare_classes() <= MEANT_ALIKE


def test_no_class_of_the_sites_styles_is_called_as_a_table_of_a_digest() -> None:
    bare = bare_classes()
    words = files("dondoc.locale").joinpath("vi/LC_MESSAGES/digest.po").read_bytes()
    keys = (str(message.id) for message in read_po(io.BytesIO(words)) if message.id)
    tables = {key.rpartition(".")[2] for key in keys if key.startswith("digest.table.")}
    assert "matrix" in tables and "done" in bare
    assert bare & tables == set()
