"""The rules by which people are judged stand on pages that everybody may read."""

import re

import pytest
from sites import Site

from dondoc.services.evaluation.rule_sets.schema import EvaluationRules
from dondoc.services.evaluation.rule_sets.shipped import shipped

OFFICIAL, SECRETARIAT = "CB-LT2", "CB-VPTU3"


def test_an_official_finds_the_rules_from_their_own_page(shown: Site) -> None:
    client = shown.client(OFFICIAL)
    assert 'href="/rule-sets' in client.get("/settings").text
    html = client.get("/rule-sets").text
    for rules in shipped():
        assert f'href="/rule-sets/{rules.code}' in html


def test_the_office_finds_them_among_its_pages(shown: Site) -> None:
    assert 'href="/rule-sets' in shown.client(SECRETARIAT).get("/office").text


@pytest.mark.parametrize("rules", shipped(), ids=lambda rules: rules.code)
def test_every_parameter_is_shown_and_what_is_unsure_in_words(
    rules: EvaluationRules, shown: Site
) -> None:
    html = shown.client(OFFICIAL).get(f"/rule-sets/{rules.code}").text
    assert html.count('<th scope="row">') == len(list(rules.named()))
    sure = sum(each.parameter.basis.value == "rule" for each in rules.named())
    assert len(re.findall(r"<td[^>]*>theo quy định</td>", html)) == sure
    marked = re.findall(r"<td[^>]*><strong>(chưa rõ|một cách hiểu|biết qua nơi áp dụng)<", html)
    assert len(marked) == len(list(rules.named())) - sure


def test_it_is_read_in_english(shown: Site) -> None:
    client = shown.client(OFFICIAL)
    client.get("/language/en")
    html = client.get("/rule-sets/ND-335-2025").text
    assert "What b and c are divided by" in html
    assert "evaluation." not in html


def test_a_rule_set_that_there_is_not(shown: Site) -> None:
    assert shown.client(OFFICIAL).get("/rule-sets/ND-90").status_code == 404
