"""Thousands of parts come out of one reading: none of them looks at what is of others."""

from collections.abc import Iterator
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from random_digest import AS_OF, UNITS, question, reading_of, rows

from dondoc.services.digest.figures import figures_of
from dondoc.services.digest.parts import DigestPart
from dondoc.services.figures.figures_rows import FiguresRow
from dondoc.services.figures.per_group import GroupedUnit


class Counted(list[GroupedUnit]):
    """Units, and how often somebody went through all of them."""

    walks = 0

    def __iter__(self) -> Iterator[GroupedUnit]:
        self.walks += 1
        return super().__iter__()


def test_a_units_part_is_found_without_going_through_all_units() -> None:
    read = reading_of(question("2022-Q2", AS_OF), [])
    order = Counted(read.order)
    read = replace(read, order=order)
    read.cut(DigestPart(unit_id=1))
    walked = order.walks
    for unit in UNITS:
        assert [each.unit_id for each in read.cut(DigestPart(unit_id=unit)).order] == [unit]
    assert order.walks == walked


@settings(max_examples=30, deadline=None)
@given(rows(), st.sampled_from(["2022-Q2", "2022-H1", "2022"]))
def test_a_part_says_the_same_whatever_was_reckoned_before(
    found: list[FiguresRow], period: str
) -> None:
    """What an assignment comes to is kept by the reading: it is never another part's."""
    parts = [DigestPart(unit_id=unit) for unit in UNITS]
    parts += [DigestPart(person_id=1, official="Người 1"), DigestPart(group_code="G1")]
    used = reading_of(question(period, AS_OF), found)
    for part in (DigestPart(), *parts, *parts[::-1]):
        fresh = reading_of(question(period, AS_OF), found)
        assert figures_of(used.cut(part)) == figures_of(fresh.cut(part))
