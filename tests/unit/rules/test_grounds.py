"""What a decision rests on travels as text, and what changed meanwhile is told."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from dondoc.i18n import translator
from dondoc.services.grounds.sentences import in_words
from models.rules.checkpoints import HANOI, Act
from models.rules.grounds import (
    ChangedGround,
    as_text,
    changes,
    from_text,
    plain,
    rests_on,
    task,
)
from models.rules.stages import Stage


@pytest.mark.parametrize(
    ("value", "said"),
    [(None, ""), (True, "yes"), (False, "no"), (Decimal("7.50"), "7.5"), (Decimal("0.00"), "0"),
     (Decimal(100), "100"), (date(2022, 4, 1), "2022-04-01"), (Stage.REPORTED, "reported"),
     (datetime(2022, 4, 1, tzinfo=UTC), "1648771200.000"), (7, "7"), ("chữ", "chữ")],
)  # fmt: skip
def test_the_same_value_is_always_the_same_text(value: object, said: str) -> None:
    assert plain(value) == said


def test_a_form_carries_them_there_and_back() -> None:
    grounds = {"value": "7.5", "due": "2022-04-01", "asked": ""}
    assert as_text(grounds) == "due=2022-04-01&value=7.5"
    assert from_text(as_text(grounds)) == {"due": "2022-04-01", "value": "7.5"}


def test_only_what_the_decision_rests_on_counts() -> None:
    saw, stands = {"value": "16.5", "due": "x"}, {"value": "9", "due": "y"}
    assert changes(saw, stands, ("value",)) == (ChangedGround("value", "16.5", "9"),)
    assert changes(saw, saw, ("value", "due")) == ()
    assert changes({}, {"value": "9"}, ("value",)) == (ChangedGround("value", "", "9"),)


def test_that_it_is_another_report_is_said_where_nothing_else_tells_it() -> None:
    saw, stands = {"report": "1", "value": "7"}, {"report": "2", "value": "7"}
    assert changes(saw, stands, ("report", "value")) == (ChangedGround("report", "1", "2"),)
    stands["value"] = "8"
    assert changes(saw, stands, ("report", "value")) == (ChangedGround("value", "7", "8"),)


@pytest.mark.parametrize(
    ("earlier", "later", "said"),
    [
        ((9, 20, 5), (9, 20, 41), ("09:20:05 01/04/2022", "09:20:41 01/04/2022")),
        ((9, 20, 5), (9, 21, 5), ("«09:20 01/04/2022»", "«09:21 01/04/2022»")),
        ((9, 20, 5, 1000), (9, 20, 5, 2000), ("09:20:05.001", "09:20:05.002")),
    ],
)
def test_two_moments_of_one_minute_are_told_apart(
    earlier: tuple[int, ...], later: tuple[int, ...], said: tuple[str, str]
) -> None:
    first, second = (
        plain(datetime(2022, 4, 1, *clock, tzinfo=HANOI)) for clock in (earlier, later)
    )
    words = in_words(ChangedGround("reported", first, second), translator("vi"))
    assert all(one in words for one in said), words


def test_whatever_judges_rests_on_something() -> None:
    assert "value" in rests_on(Act.VERIFY)
    assert rests_on(Act.UPDATE) == ()


@pytest.mark.parametrize("expected", [None, Decimal(5)])
def test_words_that_differ_after_their_sixtieth_letter_are_another_task(
    expected: Decimal | None,
) -> None:
    due, begin = date(2022, 4, 1), "Đề án huy động nguồn lực của nhân dân để làm đường nông thôn "
    earlier, later = (task(due, expected, begin + end) for end in ("10 xã", "100 xã"))
    assert len(begin) > 60
    [change] = changes(earlier, later, rests_on(Act.ACKNOWLEDGE))
    assert change.name == "words"
    assert in_words(change, translator("vi")) == "Lời văn của sản phẩm phải đạt đã thay đổi"
    assert changes(earlier, earlier, rests_on(Act.ACKNOWLEDGE)) == ()


def test_nothing_that_was_shown_is_told_from_nothing_shown() -> None:
    """As a task that nobody has answered: what was answered meanwhile is said, not "unknown"."""
    assert as_text({}) == ""
    shown = as_text({"conclusion:2": "", "agenda": ""})
    assert shown and from_text(shown) == {}
