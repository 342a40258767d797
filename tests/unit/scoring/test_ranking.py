"""Equal points are an equal rank, and nobody is ranked by what nobody entered."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from scoring_rules import exact, reading

from models.rules.scoring.ranking import GroupRanking, RankedBy, RankEntry, ranked_group
from models.rules.scoring.readings import BandsOn

RULES = reading()


def by_totals(*totals: str) -> list[RankEntry]:
    return [
        RankEntry(f"P{n}", "K", exact(total), exact(total) - 20) for n, total in enumerate(totals)
    ]


def ranks(ranking: GroupRanking) -> list[tuple[str, int, int]]:
    return [(each.reference, each.rank, len(each.tied)) for each in ranking.places]


def test_ties_share_a_rank_and_the_next_one_is_skipped() -> None:
    found = ranked_group("K", by_totals("99", "98.5", "99", "97"), RULES)
    assert ranks(found) == [("P0", 1, 1), ("P2", 1, 1), ("P1", 3, 0), ("P3", 4, 0)]
    assert found.places[0].tied == ("P2",)


def test_points_are_equal_where_the_bands_cut_the_rounded_ones() -> None:
    people = by_totals("94.204", "94.2")
    assert [each.rank for each in ranked_group("K", people, RULES).places] == [1, 1]
    exactly = reading(bands_on=BandsOn.EXACT)
    assert ranks(ranked_group("K", people, exactly)) == [("P0", 1, 0), ("P1", 2, 0)]


def test_where_one_total_is_missing_all_are_ranked_by_their_results() -> None:
    people = [
        RankEntry("A", "K", exact(95), exact(60)),
        RankEntry("B", "K", None, exact(70)),
        RankEntry("C", "K", None, None),
    ]
    found = ranked_group("K", people, RULES)
    assert (found.by, found.without_total) == (RankedBy.RESULTS, 1)
    assert ranks(found) == [("B", 1, 0), ("A", 2, 0)]
    assert found.unranked == ("C",)


def test_nobody_with_data_is_no_ranking() -> None:
    found = ranked_group("K", [RankEntry("A", "K", None, None)], RULES)
    assert (found.by, found.places, found.unranked) == (RankedBy.NOTHING, (), ("A",))


POINTS = st.one_of(st.none(), st.integers(0, 40).map(lambda n: Fraction(n, 4) + 85))


@given(st.lists(st.tuples(POINTS, POINTS), max_size=9).flatmap(
    lambda rows: st.tuples(st.just(rows), st.permutations(range(len(rows))))
))  # fmt: skip
def test_the_order_of_rows_ranks_nobody(
    drawn: tuple[list[tuple[Fraction | None, Fraction | None]], list[int]],
) -> None:
    rows, order = drawn
    people = [
        RankEntry(f"P{n}", "K", total if results is not None else None, results)
        for n, (total, results) in enumerate(rows)
    ]
    found = ranked_group("K", people, RULES)
    assert ranked_group("K", [people[n] for n in order], RULES) == found
    assert len(found.places) + len(found.unranked) == len(people)
    by_points: dict[Fraction, set[int]] = {}
    for place in found.places:
        better = sum(other.points > place.points for other in found.places)
        assert place.rank == better + 1
        by_points.setdefault(place.points, set()).add(place.rank)
    assert all(len(same) == 1 for same in by_points.values())
