"""Invents who holds which post. Names are made up from a fixed seed; they mean nobody."""

import random
import unicodedata
from collections import Counter
from dataclasses import dataclass
from datetime import date

from vinh_phuc_2022.content import Row, load, units

SEED = 2022
HEAD_CODES = {
    "Giám đốc": "GD",
    "Trưởng Ban": "TB",
    "Chủ tịch": "CT",
    "Bí thư": "BT",
    "Chủ nhiệm": "CN",
    "Chánh Văn phòng": "CVP",
    "Chánh Thanh tra": "CTT",
    "Chỉ huy trưởng": "CHT",
}
SURNAMES = "Nguyễn Nguyễn Nguyễn Trần Trần Lê Phạm Hoàng Vũ Đỗ Bùi Đặng Ngô Dương Phùng Kim".split()  # noqa: SIM905
MEN = (
    "Văn Hữu Đức Quang Xuân Minh Ngọc Công Duy Trọng".split(),  # noqa: SIM905
    "Hùng Cường Tuấn Sơn Dũng Thành Long Bình Thắng Khánh Hải Phúc Toàn Lâm Kiên Tùng".split(),  # noqa: SIM905
)
WOMEN = (
    "Thị Thị Thu Thanh Bích Ngọc Kim Hồng".split(),  # noqa: SIM905
    "Hương Lan Hà Hạnh Thủy Nga Mai Liên Phương Yến Hằng Tâm Dung Oanh".split(),  # noqa: SIM905
)


@dataclass(frozen=True)
class OfficePost:
    """One row of the sheet of officials: a person in a position for a time."""

    position: str
    title: str
    unit: str
    person: str
    name: str
    email: str
    telephone: str = ""
    is_head: bool = False
    role: str = ""
    language: str = ""
    starts: date | None = None
    ends: date | None = None


@dataclass(frozen=True)
class CommitteePlace:
    """One row of the sheet of steering committees."""

    unit: str
    position: str
    role: str
    task: str


class Inventor:
    """Makes up people, each code once and no name twice."""

    def __init__(self) -> None:
        # Seeded so that the workbook is the same each time; nothing here guards a secret.
        self._random = random.Random(SEED)  # noqa: S311
        self._names: set[str] = set()
        self._mailboxes: Counter[str] = Counter()

    def person(self, code: str) -> tuple[str, str]:
        """A name and an address for a person code."""
        name = self._name()
        while name in self._names:
            name = self._name()
        self._names.add(name)
        return name, self._mailbox(name, code)

    def _name(self) -> str:
        middle, given = MEN if self._random.random() < 0.7 else WOMEN
        pick = self._random.choice
        return f"{pick(SURNAMES)} {pick(middle)} {pick(given)}"

    def _mailbox(self, name: str, code: str) -> str:
        *before, given = ascii_letters(name).split()
        unit = code.removeprefix("CB-").rstrip("0123456789").lower()
        local = given + "".join(word[0] for word in before) + "." + unit
        self._mailboxes[local] += 1
        number = self._mailboxes[local]
        return f"{local}{number if number > 1 else ''}@vinhphuc.example"


def ascii_letters(text: str) -> str:
    bare = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


def posts() -> list[OfficePost]:
    """All holdings, the special ones of people.toml among them."""
    inventor, special = Inventor(), load("people")
    found: list[OfficePost] = []
    for unit in units():
        for number, (suffix, title) in enumerate(_titles(unit), start=1):
            person = f"CB-{unit['code']}{number}"
            name, email = inventor.person(person)
            position = f"{unit['code']}-{suffix}"
            is_head = number == 1 and unit["code"] != "TTTU"
            found.append(
                OfficePost(position, title, unit["code"], person, name, email, is_head=is_head)
            )
    return _with_telephones(_specialised(found, special, inventor))


def _with_telephones(found: list[OfficePost]) -> list[OfficePost]:
    """A number for each person, of an exchange that there is not: nobody is called by mistake."""
    people = dict.fromkeys(post.person for post in found)
    numbers = {person: f"0211 000 {101 + place}" for place, person in enumerate(people)}
    return [_with(post, {"telephone": numbers[post.person]}) for post in found]


def _titles(unit: Row) -> list[tuple[str, str]]:
    """(position suffix, title) of a unit's posts; the first heads it."""
    fixed: list[list[str]] = load("people")["titles"].get(unit["code"], [])
    if unit["group"] == "localities":
        return _locality_titles(unit)
    if "head" not in unit:
        return [(suffix, title) for suffix, title in fixed]
    head, name = HEAD_CODES[unit["head"]], unit["name"]
    usual = [
        (head, joined(unit["head"], name)),
        (f"P{head}", joined(unit["deputy"], name)),
        ("VP", unit["clerk"]),
    ]
    return [*usual, *((suffix, title) for suffix, title in fixed)]


def _locality_titles(unit: Row) -> list[tuple[str, str]]:
    kind = "thành phố" if unit["party"] == "Thành ủy" else "huyện"
    place = unit["name"][len(kind) + 1 :]
    party = f"{unit['party']} {place}"
    return [
        ("BT", f"Bí thư {party}"),
        ("CT", f"Chủ tịch Ủy ban nhân dân {kind} {place}"),
        ("PBT", f"Phó Bí thư Thường trực {party}"),
        ("VP", f"Chánh Văn phòng {party}"),
        ("TC", f"Trưởng Ban Tổ chức {party}"),
        ("KT", f"Trưởng Phòng {'Nông nghiệp' if kind == 'huyện' else 'Kinh tế'} {kind} {place}"),
        ("TN", f"Trưởng Phòng Tài nguyên và Môi trường {kind} {place}"),
    ]


def joined(title: str, name: str) -> str:
    """ "Trưởng Ban" of "Ban Tổ chức Tỉnh ủy" is "Trưởng Ban Tổ chức Tỉnh ủy"."""
    words, rest = title.split(), name.split()
    for size in (2, 1):
        if words[-size:] == rest[:size]:
            return " ".join([*words, *rest[size:]])
    return f"{title} {name}"


def _specialised(found: list[OfficePost], special: Row, inventor: Inventor) -> list[OfficePost]:
    """Applies people.toml: mandates, languages, missing addresses, successors, two posts."""
    changes: dict[str, Row] = special["change"]
    people = {post.person: post for post in found}
    result: list[OfficePost] = []
    for post in found:
        change = dict(changes.get(post.position, {}))
        after = change.pop("successor", None)
        if same := change.pop("same_as", None):
            change |= {"person": same, "name": people[same].name, "email": people[same].email}
        result.append(_with(post, change))
        if after:
            name, email = inventor.person(after["person"])
            result.append(_with(post, after | {"name": name, "email": email}))
    return result


def _with(post: OfficePost, change: Row) -> OfficePost:
    return OfficePost(**(vars(post) | change))


def leads(unit: str, posts_of: dict[str, list[OfficePost]]) -> list[str]:
    """The two positions that answer for a unit's assignments; the first leads."""
    return list(dict.fromkeys(post.position for post in posts_of[unit]))[:2]


def seats() -> list[CommitteePlace]:
    """Head, deputy, standing secretary and members with their tasks, unit by unit."""
    tasks: dict[str, str] = load("people")["tasks"]
    found = []
    for unit in units():
        if "committee" not in unit:
            continue
        for suffix, role in _committee(unit):
            task = tasks[suffix if role == "Ủy viên" else role]
            found.append(CommitteePlace(unit["code"], f"{unit['code']}-{suffix}", role, task))
    return found


def _committee(unit: Row) -> list[tuple[str, str]]:
    suffixes = [suffix for suffix, _ in _titles(unit)]
    usual = [(suffixes[0], "Trưởng ban"), (suffixes[1], "Phó trưởng ban")]
    if unit["group"] != "localities":
        return [*usual, ("VP", "Thư ký thường trực")]
    members = [(suffix, "Ủy viên") for suffix in ("PBT", "TC", "KT", "TN")]
    return [*usual, ("VP", "Thư ký thường trực"), *members]
