"""What is refused only when it is recorded is said beside the field that it is about."""

import pytest
from report_form import BY, GOOD, HERE
from sites import Site


@pytest.mark.parametrize(
    ("field", "typed"), [("value", "900000000000000"), ("value_as_of", "2030-01-01")]
)
def test_it_is_said_at_the_field_and_nothing_typed_is_lost(
    site: Site, field: str, typed: str
) -> None:
    answer = site.client(BY).post(HERE, data=GOOD | {field: typed, "sure": typed})
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text and f'id="{field}-error"' in answer.text
    assert GOOD["narrative"] in answer.text
