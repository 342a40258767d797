"""Comment and decision are of different levels, also where the deciding body is one person.

HD 02-HD/BTCTW (secondary) names the comment of the level above and the decision as two steps; no
shipped rule set says that nobody may take both. Whoever commented and decides alone would agree
with themself: so they decide only together with a majority of the body besides them. The same holds
for a chair about whose own grade is decided.
"""

from enum import StrEnum


class SameLevel(StrEnum):
    """Whoever decides commented, or is the one who is graded (own).

    With others: a majority besides them was there; alone: not.
    """

    WITH_OTHERS = "with_others"
    ALONE = "alone"
    OWN_WITH_OTHERS = "own_with_others"
    OWN_ALONE = "own_alone"


REFUSED = {SameLevel.ALONE: "same_level", SameLevel.OWN_ALONE: "own_chair"}
"""By which nothing can be decided, each in a word."""


def same_level(
    commented: bool, *, members: int, present: int, own: bool = False
) -> SameLevel | None:
    """The conflict of a session for one person; None where there is none.

    `commented`: whether the comment that stands is of whoever records the decision or chairs.
    `own`: whether the person who is graded chairs.
    """
    has_majority = 2 * (present - 1) > members
    if own:
        return SameLevel.OWN_WITH_OTHERS if has_majority else SameLevel.OWN_ALONE
    if not commented:
        return None
    return SameLevel.WITH_OTHERS if has_majority else SameLevel.ALONE
