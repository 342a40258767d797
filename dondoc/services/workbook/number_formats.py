"""What a number format adds to a number or takes from it: "≤ 30", "40" for 40.000."""

import re

_QUOTED = re.compile(r'"([^"]*)"|\\(.)')
_NOT_SHOWN = re.compile(r"\[[^\]]*\]|_.|\*.")
_OF_DATES = re.compile(r"[ymdhs]", re.IGNORECASE)
_DIVIDES = re.compile(r"[0#?](,+)[^0#?]*$")
_AROUND = " \u00a0()-–.,%'"
DIVIDED = "/"
"""Begins what is kept of a format that divides: "/1000"."""


def said_by_format(code: str) -> str:
    """How a format divides ("/1000") and the words that it adds; "" for one that does neither."""
    if code.casefold() in ("general", "standard", "@"):
        return ""
    first = _NOT_SHOWN.sub("", code.split(";", maxsplit=1)[0])
    plain = _QUOTED.sub("", first)
    if _OF_DATES.search(plain):
        return ""
    quoted_words = "".join(quoted or sign for quoted, sign in _QUOTED.findall(first))
    words = quoted_words.strip(_AROUND.replace("%", ""))  # a sign in quotes changes no number
    divides = _DIVIDES.search(plain)
    factor = f"{DIVIDED}{1000 ** len(divides[1])}" if divides else ""
    return f"{factor} {words}".strip()


def said_by_text(text: str, value: float) -> str:
    """The same of a cell of which both are known: the text that is shown, and its number."""
    words = re.sub(r"[\d.,%\s]+", " ", text).strip(_AROUND)
    digits = re.search(r"\d[\d.,]*", text)
    numbers = {0.0}
    for written in (digits[0].rstrip(".,"),) if digits else ():
        for point, mark in ((".", ","), (",", ".")):
            plain = written.replace(mark, "").replace(point, ".")
            numbers |= {float(plain)} if plain.count(".") < 2 else set()
    factor = ""
    if not any(abs(abs(value) - number) <= 1 for number in numbers):
        found = [f for f in (1000, 10**6, 10**9) for n in numbers if abs(abs(value) / f - n) < 1]
        factor = f"{DIVIDED}{found[0]}" if found else ""
    return f"{factor} {words}".strip()
