"""Numbers as people in Vietnam (and elsewhere) write them.

Vietnamese: "." groups thousands, "," starts decimals (18.713 = 18713; 2,5 = two and a half).
English: the other way round. A text is read by these rules, in order:

1. Both marks, or a mark repeated: the grouping tells which is which (1.234,5; 1,234.5; 1.234.567).
2. One mark not followed by exactly three digits, or after a leading 0: it starts decimals
   (2,5; 2.5; 0,125).
3. One mark followed by exactly three digits: the other cells of the sheet decide (`style_hint`).
   Without a hint "18.713" is read the Vietnamese way, 18713; "1,234" could be 1,234 or 1234, a
   factor of a thousand, so it is refused and the person is asked to write it plainly. So are both
   where the sheet is "unsure": decimals after a point below Vietnamese headings.

At most four decimals can be stored; more are refused, never rounded in silence.
"""

import math
import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Literal

from dondoc.services.workbook.grid import CellError, DatePart, Percent, Value
from dondoc.services.workbook.layout import blank_words

Style = Literal["vi", "en", "unsure"]
MAX_DECIMALS = 4
MAX_AMOUNT = Decimal(10) ** 14

_SPACES = re.compile(r"[\s\u00a0\u2009\u202f']+")
_SHAPE = re.compile(r"[+-]?\d[\d.,]*")
_GROUPED = {
    "vi": re.compile(r"\d{1,3}(\.\d{3})+(,\d+)?"),
    "en": re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?"),
}
_PLAIN = {"vi": re.compile(r"\d+(,\d+)?"), "en": re.compile(r"\d+(\.\d+)?")}


class AmountError(ValueError):
    """`key` names the message: what is wrong with the number."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def is_blank(value: Value) -> bool:
    """Nothing was said: an empty cell, "-", "x", "..."; 0 is not blank."""
    if isinstance(value, str):
        text = value.strip().casefold()
        return not text or text in blank_words()
    return value is None


def parse_amount(value: Value, style: Style | None = None) -> Decimal | None:
    """The number in a cell, None for a blank. A percentage gives what is shown: 95% is 95.

    Raises AmountError. `style` is the sheet's way of writing numbers where it is known.
    """
    if is_blank(value):
        return None
    if isinstance(value, Percent):
        return _stored(_from_float(value.value) * 100)
    if isinstance(value, date | DatePart):
        raise AmountError("plan.error.date_as_number")
    if isinstance(value, bool | CellError) or not isinstance(value, str | int | float):
        raise AmountError("plan.error.bad_number")
    if isinstance(value, str):
        return _stored(_from_text(value, style))
    return _stored(_from_float(value))


def _from_float(value: float) -> Decimal:
    """Excel keeps 15 significant digits; what lies beyond is noise of binary fractions."""
    if not math.isfinite(value):
        raise AmountError("plan.error.bad_number")
    return Decimal(f"{value:.15g}")


def _stored(number: Decimal) -> Decimal:
    number = number.normalize()
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -MAX_DECIMALS:
        raise AmountError("plan.error.too_many_decimals")
    if abs(number) >= MAX_AMOUNT:
        raise AmountError("plan.error.number_too_large")
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number


def _bare(text: str) -> str:
    """Without blanks, per cent sign and typographic minus."""
    return _SPACES.sub("", text).replace("−", "-").replace("–", "-").removesuffix("%")


def _from_text(text: str, style: Style | None) -> Decimal:
    bare = _bare(text)
    if not _SHAPE.fullmatch(bare):
        raise AmountError("plan.error.bad_number")
    sign, digits = ("-", bare[1:]) if bare[0] == "-" else ("", bare.lstrip("+"))
    if digits.isdecimal():
        return Decimal(sign + digits)
    return Decimal(sign + _as_decimal(digits, style_of(digits) or _undecided(digits, style)))


def style_of(digits: str) -> Style | None:
    """The only way in which these digits can be read; None where both ways are possible."""
    fits: list[Style] = [s for s in ("vi", "en") if _fits(digits, s)]
    if not fits:
        raise AmountError("plan.error.bad_number")
    return fits[0] if len(fits) == 1 else None


def _fits(digits: str, style: str) -> bool:
    if _PLAIN[style].fullmatch(digits):
        return True
    return not digits.startswith("0") and _GROUPED[style].fullmatch(digits) is not None


def _undecided(digits: str, style: Style | None) -> Style:
    """One mark and three digits: the sheet decides; where nothing does, the Vietnamese grouping is
    safe.
    """
    if style in ("vi", "en"):
        return style
    if "." in digits and style is None:
        return "vi"
    raise AmountError("plan.error.ambiguous_number")


def _as_decimal(digits: str, style: Style) -> str:
    if style == "vi":
        return digits.replace(".", "").replace(",", ".")
    return digits.replace(",", "")


def style_hint(values: Iterable[Value]) -> Style | None:
    """How the sheet writes numbers, told by the texts that can be read in one way only.

    None when there are none, or when they contradict each other.
    """
    styles: set[Style] = set()
    for value in values:
        if not isinstance(value, str):
            continue
        digits = _bare(value).lstrip("+-")
        if ("." in digits or "," in digits) and _SHAPE.fullmatch(digits):
            try:
                style = style_of(digits)
            except AmountError:
                continue
            if style is not None:
                styles.add(style)
    return styles.pop() if len(styles) == 1 else None


def format_amount(number: Decimal, lang: str = "vi") -> str:
    """2101.5 -> "2.101,5" (vi) or "2,101.5" (en); for messages."""
    text = f"{number.normalize():,f}"
    return text.translate(str.maketrans(".,", ",.")) if lang == "vi" else text
