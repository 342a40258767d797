"""Words in which plans tell a time: months and quarters by name, all year, by the end of."""

import re

from dondoc.services.workbook.text import spelled_alike
from models.rules.folding import fold

_NUMBERS = "một hai ba tư năm sáu bảy tám chín mười mười-một mười-hai"
_ENGLISH = "january february march april may june july august september october november december"

MONTHS: dict[str, int] = {
    **{
        name.replace("-", " "): number
        for number, name in enumerate(fold(_NUMBERS).split(), start=1)
    },
    "gieng": 1,
    "bon": 4,
    "chap": 12,
}
ENGLISH_MONTHS: dict[str, int] = {
    name: number
    for number, full in enumerate(_ENGLISH.split(), start=1)
    for name in (full, full[:3])
}
QUARTERS: dict[str, int] = {
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4,
    "mot": 1, "nhat": 1, "hai": 2, "ba": 3, "tu": 4, "bon": 4,
}  # fmt: skip

ALL_YEAR = re.compile(
    r"(?:hang nam|thuong xuyen|ca nam|trong nam|quanh nam|lien tuc|thuong xuyen trong nam"
    r"|every year|yearly|annually|all year|ongoing|continuous)(?: (?:\d{4}|nam \d{4}))?"
)
# "before 30/6" is said of a day that still counts; before a month or quarter could mean two days.
BEFORE = re.compile(r"(?:xong |hoan thanh )?(?:truoc|before)(?: ngay| date)? (?=\d)")
WITHIN = re.compile(
    r"(?:hoan thanh |xong )?(?:(?:den het|cham nhat la|cham nhat|den|het|trong|cuoi|den cuoi|by the"
    r"|by|end of|in|until|no later than)(?: ngay| the end of)? )+"
)
TIME_OF_GROUP = re.compile(
    r"(?:(?:cac )?(?:ke hoach|lich|nhiem vu|cong viec|cong tac|noi dung|chuong trinh)"
    r"(?: nhiem vu| cong viec| cong tac| trong tam){0,2}"
    r"(?: trong)? )?((?:quy|thang|quarter|(?:6|sau|9|chin) thang) .+|q[1-4]\b.*)"
)
"""Titles of groups that say when their tasks are due, and not of what field they are."""
_STRAY = re.compile(r"^[\s'\"‘’“”.;,]+|[\s'\"‘’“”.;,]+$")
_HOUR = re.compile(r"^(truoc )?\d{1,2} ?(?:h|gio|:)(?: ?\d{2})?(?: phut)?,? (?=ngay |\d{1,2}[/.-])")
_MONTH_IN_SHORT = re.compile(r"\bthg ?(?=\d)")
_SPACED_DAY = re.compile(r"\b(\d{1,2}) ?([-/.]) ?(\d{1,2}) ?([-/.]) ?(\d{4})\b")


def plain_words(text: str) -> str:
    """Small letters without marks, dashes alike, no stray quotes at the ends, single blanks."""
    plain = fold(text.casefold()).replace("–", "-").replace("—", "-").replace("−", "-")
    words = spelled_alike(" ".join(_STRAY.sub("", plain).split()))
    words = _HOUR.sub(r"\1", words)
    words = _MONTH_IN_SHORT.sub("thang ", words)
    return _SPACED_DAY.sub(r"\1\2\3\4\5", words)
