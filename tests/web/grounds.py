"""What the forms of a page carry unseen, as a browser sends it back."""

import html
import re


def seen_on(page: str, after: str = "") -> str:
    """What the first form behind these words says that it showed."""
    found = re.search(r'name="seen" value="([^"]*)"', page[page.index(after) if after else 0 :])
    assert found is not None
    return html.unescape(found[1])


def rows_seen(page: str) -> dict[str, str]:
    """What the rows of a list say that they show, by the names of their fields."""
    found = re.findall(r'name="(seen/[^"]+)" value="([^"]*)"', page)
    return {name: html.unescape(said) for name, said in found}


def hidden(form: str) -> dict[str, str]:
    """All that a form carries unseen."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form)
    return {name: html.unescape(said) for name, said in found}
