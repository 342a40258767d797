"""A number as it is read, which still knows its value: a workbook calculates with it."""

from decimal import Decimal


class WrittenNumber(str):
    """`2.101` or `94,5%`. `value`: what is written, unrounded; of a percentage a
    hundredth of it.
    """

    __slots__ = ("is_percent", "value")
    value: Decimal
    is_percent: bool

    def __new__(
        cls, text: str, value: Decimal | int, *, is_percent: bool = False
    ) -> "WrittenNumber":
        written = super().__new__(cls, text)
        written.value = Decimal(value) / 100 if is_percent else Decimal(value)
        written.is_percent = is_percent
        return written

    @property
    def last_digit(self) -> Decimal:
        """One of the last digit that is printed, by which it may have been rounded; 0: it is whole.

        Of Vietnamese papers alone: the comma is the decimal mark.
        """
        places = len(self.removesuffix("%").partition(",")[2])
        return Decimal(1).scaleb(-places) if places else Decimal(0)

    @property
    def words_before(self) -> str:
        """What stands before the figure, such as `đã dùng `; '' where nothing is said of it."""
        before = self[: next((n for n, sign in enumerate(self) if sign.isdigit()), 0)]
        return before if any(sign.isalpha() for sign in before) else ""
