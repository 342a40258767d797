"""A line of a portion in which somebody wrote what no portion is says nothing, and ends nothing."""

import json

import pytest

from dondoc.ledger.folding import _change
from dondoc.ledger.portions import changes_of

RIGHT = {"new": True, "rows": [7, 8], "same": {"a": 1}, "own": {"b": [2, 3]}, "was": {}}


def test_a_line_of_a_portion_says_what_each_row_became() -> None:
    said = [(key, json.loads(text)) for key, text in changes_of(json.dumps({"portion": RIGHT}))]
    assert said == [(7, {"added": {"a": 1, "b": 2}}), (8, {"added": {"a": 1, "b": 3}})]


@pytest.mark.parametrize(
    "wrong",
    [
        {"rows": [7, 10**30]},
        {"rows": [7, -1]},
        {"rows": [7, True]},
        {"rows": [7]},
        {"own": {"b": [2]}},
        {"own": {"b": 2}},
        {"was": []},
    ],
)
def test_keys_that_no_row_has_and_uneven_columns_are_no_portion(wrong: dict[str, object]) -> None:
    assert list(changes_of(json.dumps({"portion": RIGHT | wrong}))) == []


@pytest.mark.parametrize("text", ["", "null", "[]", '{"portion":null}', "[" * 200_000])
def test_any_other_text_is_none_either(text: str) -> None:
    assert list(changes_of(text)) == []
    assert _change(text) == {"changed": {}}
