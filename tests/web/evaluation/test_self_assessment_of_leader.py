"""The self-assessment of a leader: points of results without d, đ and e say of what they are."""

import html

from evaluation_round import ROUND, opened
from sites import Site


def test_points_of_a_b_and_c_alone_are_called_so(site: Site) -> None:
    opened(site)
    page = html.unescape(site.client("CB-LT1").get(f"{ROUND}/mine").text)
    outcome = page[page.index('id="outcome-title"') :].partition("</ul>")[0]
    assert "· theo a, b, c" in outcome
    official = html.unescape(site.client("CB-SL1").get(f"{ROUND}/mine").text)
    leads = "theo a, b, c" in official[official.index('id="outcome-title"') :].partition("</ul>")[0]
    assert leads == ('id="parts-title"' in official)
