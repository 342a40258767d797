"""Which rule set judges a year where its plan names none."""

from datetime import date

from models.rules.rule_set_choice import RuleSetChoice, Validity, rule_set_of_year, valid_in

OLD = Validity("OLD", date(2022, 1, 1), date(2025, 12, 31))
NEW = Validity("NEW", date(2026, 1, 1))
LATER = Validity("LATER", date(2026, 6, 1))


def test_the_one_that_is_valid_is_taken() -> None:
    assert rule_set_of_year([OLD, NEW], 2025) == RuleSetChoice("OLD", ("OLD",))
    assert rule_set_of_year([OLD, NEW], 2026) == RuleSetChoice("NEW", ("NEW",))


def test_one_that_begins_within_the_year_is_not_valid_in_it() -> None:
    early = [Validity("EARLY", date(2026, 1, day)) for day in (2, 31)]
    assert valid_in([OLD, NEW, LATER, *early], 2026) == ("NEW",)
    ended = [Validity("ENDED", date(2022, 1, 1), date(2025, 12, day)) for day in (1, 30)]
    assert valid_in([OLD, *ended], 2025) == ("OLD",)


def test_of_several_the_latest_is_taken_and_all_are_told() -> None:
    assert rule_set_of_year([NEW, LATER], 2027) == RuleSetChoice("LATER", ("LATER", "NEW"))


def test_of_none_the_one_before_is_taken_and_told_as_unsure() -> None:
    assert rule_set_of_year([OLD], 2026) == RuleSetChoice("OLD", ())
    assert rule_set_of_year([OLD, NEW], 2019) == RuleSetChoice("OLD", ())


def test_one_that_begins_on_the_last_day_of_the_year_came_before_the_others() -> None:
    late = Validity("LATE", date(2019, 12, 31))
    assert rule_set_of_year(
        [Validity("EARLY", date(2015, 1, 1), date(2016, 1, 1)), late], 2019
    ) == (RuleSetChoice("LATE", ()))
