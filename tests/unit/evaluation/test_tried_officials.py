"""Whether somebody rises or falls by a draft is said only where it can be said."""

from fractions import Fraction

import pytest

from dondoc.services.evaluation.people.leading import LeadingOfficial
from dondoc.services.evaluation.people.tried import TriedOfficial, TriedOutcome
from models.rules.evaluation import Grade
from models.rules.scoring.results import MissingReason
from models.rules.scoring.units import PlaceInUnit

E, G, C, N = Grade.EXCELLENT, Grade.GOOD, Grade.COMPLETED, Grade.NOT_COMPLETED
LACKS = (MissingReason.GENERAL_MISSING,)
PLACE = LeadingOfficial(
    1, "CB-1", "An", "Bí thư", PlaceInUnit.OFFICIAL, 1, "Huyện", "HUYEN", "Huyện, thành phố"
)


def outcome(
    worst: Grade | None, best: Grade | None, grade: Grade | None = None,
    missing: tuple[MissingReason, ...] = (), points: int = 60,
) -> TriedOutcome:  # fmt: skip
    bounds = (Fraction(points), Fraction(points + 30))
    return TriedOutcome("XA-2022", Fraction(points), bounds, (worst, best), grade, missing)


def tried(now: TriedOutcome, draft: TriedOutcome) -> TriedOfficial:
    return TriedOfficial(PLACE, False, now, draft)


@pytest.mark.parametrize(
    ("now", "draft", "rises"),
    [
        (outcome(G, G, G), outcome(E, E, E), True),
        (outcome(E, E, E), outcome(G, G, G), False),
        (outcome(C, E, None, LACKS), outcome(G, E, None, LACKS), True),
        (outcome(C, E, None, LACKS), outcome(N, G, None, LACKS), False),
        (outcome(C, G, None, LACKS), outcome(N, E, None, LACKS), None),
        (outcome(E, E, E), outcome(C, E, None, LACKS), None),
        (outcome(E, E, E), outcome(N, C, None, LACKS), False),
        (outcome(N, N, N), outcome(C, E, None, LACKS), True),
        (outcome(G, G, G), outcome(None, None), None),
        (outcome(G, G, G), outcome(G, G, C), False),
    ],
)
def test_up_or_down_or_neither_is_sure(
    now: TriedOutcome, draft: TriedOutcome, rises: bool | None
) -> None:
    official = tried(now, draft)
    assert official.crosses
    assert official.rises is rises


def test_other_points_within_one_grade_cross_nothing() -> None:
    official = tried(outcome(G, G, G), outcome(G, G, G, points=61))
    assert (official.crosses, official.rises, official.differs) == (False, None, True)


def test_the_same_differs_in_nothing() -> None:
    official = tried(outcome(G, G, G), outcome(G, G, G))
    assert (official.crosses, official.differs) == (False, False)
