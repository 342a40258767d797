"""What a page says of a form: the fields at which something is wrong, and what they hold."""

import html
import re


def wrong_fields(page: str) -> set[str]:
    """The fields beside which an error stands; each is named in the list above the form, too."""
    beside = set(re.findall(r'class="error" id="([^"]+)-error"', page))
    listed = re.search(r'<div class="errors" role="alert".*?</ul>', page, re.DOTALL)
    assert listed is not None
    assert set(re.findall(r'<a href="#([^"]+)"', listed[0])) == beside
    return beside


def held(page: str, name: str) -> str:
    """What an input holds."""
    found = re.search(rf'<input id="{re.escape(name)}"[^>]* value="([^"]*)"', page)
    assert found is not None, name
    return html.unescape(found[1])
