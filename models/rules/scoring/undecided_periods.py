"""What a year does with a period of which nothing is decided, as quarter IV on 15 December."""

from enum import StrEnum


class UndecidedPeriods(StrEnum):
    """Left out of the mean; counted as it comes to today; or there is no total of the year yet."""

    LEFT_OUT = "left_out"
    PROVISIONAL = "provisional"
    NO_TOTAL = "no_total"
