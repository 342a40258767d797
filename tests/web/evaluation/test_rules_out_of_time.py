"""A round by a rule set that did not hold in its period: said before it is opened."""

import html

from sites import Site

ROUNDS = "/evaluation/rounds?period=Q1"


def test_a_rule_set_of_another_time_is_said_before_a_round_is_opened(shown: Site) -> None:
    client = shown.client("CB-VPTU3")
    later, held = "ND-335-2025", "MINH-HOA-2021-2022"
    page = html.unescape(client.get(f"{ROUNDS}&official={later}&leader={held}").text)
    assert page.count("Bộ này không áp dụng vào ngày cuối kỳ (31/03/2022)") == 1
    assert page.index(f'Công chức: <a href="/rule-sets/{later}') < page.index("Bộ này không áp")
    assert "Bộ này không áp dụng" not in client.get(f"{ROUNDS}&official={held}&leader={held}").text
