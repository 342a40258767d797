"""A digest stands within a page of the site, whose styles must not reach into its tables."""

import io
import re
from importlib.resources import files

from babel.messages.pofile import read_po


def test_no_class_of_the_sites_styles_is_called_as_a_table_of_a_digest() -> None:
    style = files("dondoc.web").joinpath("static/style.css").read_text(encoding="utf-8")
    bare = set(re.findall(r"^\s*\.([\w-]+)(?= ?[{,])", style, re.MULTILINE))
    words = files("dondoc.locale").joinpath("vi/LC_MESSAGES/digest.po").read_bytes()
    keys = (str(message.id) for message in read_po(io.BytesIO(words)) if message.id)
    tables = {key.rpartition(".")[2] for key in keys if key.startswith("digest.table.")}
    assert "matrix" in tables and "done" in bare
    assert bare & tables == set()
