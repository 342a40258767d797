"""Mail templates are made ready when they are loaded, and their wordings differ."""

import pytest
from jinja2 import Environment

from dondoc.i18n import LANGUAGES, Language, translator
from dondoc.rendering.loader import with_styles
from dondoc.services.reminders.letters.sentences import VARIANTS
from models.rules.ladder import Firmness

PAGE = """<!doctype html>
<html><head><title>{{ subject }}</title><style>.cell { color: #fff; } .big { margin: 0; }</style>
</head><body><table><tbody>
{% for one in rows %}
<tr><td class="cell" style="width:{{ one.wide }}px">{% if one.big %}<b class="big">{{ one.name }}
</b>{% endif %}</td></tr>
{% endfor %}
</tbody></table></body></html>"""


def rendered(**context: object) -> str:
    return Environment(autoescape=True).from_string(with_styles(PAGE)).render(**context)


def test_styles_stand_in_the_tags_and_loops_where_they_were() -> None:
    rows = [{"name": "a & b", "big": True, "wide": 3}, {"name": "c", "big": False, "wide": 4}]
    page = rendered(subject="x < y", rows=rows)
    assert page.count("<tr>") == page.count("</tr>") == 2
    assert page.count("<tbody>") == 1
    assert 'style="color:#fff;width:3px"' in page
    assert '<b class="big" style="margin:0">a &amp; b' in page
    assert "<title>x &lt; y</title>" in page
    assert "<style>" not in page


def test_a_page_without_rows_has_none() -> None:
    assert "<tr>" not in rendered(subject="", rows=[])


def test_code_that_looks_like_a_tag_is_left_alone() -> None:
    source = "<html><head></head><body>{% if a < b and c > d %}<p>{{ a }}</p>{% endif %}</body>"
    template = Environment(autoescape=True).from_string(with_styles(source))
    assert "<p>1</p>" in template.render(a=1, b=2, c=4, d=3)
    assert "<p>" not in template.render(a=2, b=1, c=4, d=3)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("duty", ["own", "committee", "superior"])
def test_nobody_reads_the_same_sentence_twice_in_a_row(lang: Language, duty: str) -> None:
    tr = translator(lang)
    said = [
        tr(f"remind.ask.{duty}.{firmness.value}.{variant}", what="(a)", until="(b)")
        for firmness in Firmness
        for variant in range(VARIANTS)
    ]
    assert len(said) == len(set(said)) == 4 * VARIANTS
    assert all("(a)" in one and "(b)" in one for one in said)
