"""The workbook's layout and words, loaded once from layout.toml and words.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from dondoc.services.workbook.text import fold_heading
from models.rules.folding import fold_words


@dataclass(frozen=True)
class Column:
    """`headings` maps each language to its headings; the first is the one the template writes."""

    key: str
    headings: Mapping[str, tuple[str, ...]]
    required: bool = False
    width: int = 14
    hint: str | None = None
    choice: str | None = None

    def title(self, lang: str) -> str:
        return self.headings[lang][0] + (" *" if self.required else "")


@dataclass(frozen=True)
class SheetLayout:
    kind: str
    titles: Mapping[str, str]
    columns: tuple[Column, ...]
    ignored: frozenset[str]

    def column(self, key: str) -> Column:
        return next(c for c in self.columns if c.key == key)

    @property
    def required(self) -> frozenset[str]:
        return frozenset(c.key for c in self.columns if c.required)


@cache
def _load(name: str) -> dict[str, Any]:
    return tomllib.loads(files("dondoc.services.workbook").joinpath(name).read_text("utf-8"))


def _column(raw: dict[str, Any]) -> Column:
    rest = {k: v for k, v in raw.items() if k not in ("vi", "en")}
    return Column(headings={"vi": tuple(raw["vi"]), "en": tuple(raw["en"])}, **rest)


@cache
def sheet_layouts() -> Mapping[str, SheetLayout]:
    """All sheets by kind, in the template's order; the last, "flat", is read but never written."""
    everywhere = _load("layout.toml")["ignored"]["headings"]
    return {
        raw["kind"]: SheetLayout(
            kind=raw["kind"],
            titles={"vi": raw["vi"], "en": raw["en"]},
            columns=tuple(_column(c) for c in raw["columns"]),
            ignored=frozenset(fold_heading(h) for h in [*raw.get("ignored", ()), *everywhere]),
        )
        for raw in _load("layout.toml")["sheet"]
    }


@cache
def heading_index(kind: str) -> Mapping[str, tuple[str, str]]:
    """Folded heading -> (column key, language) for one kind of sheet."""
    index: dict[str, tuple[str, str]] = {}
    for column in sheet_layouts()[kind].columns:
        for lang, headings in column.headings.items():
            for heading in headings:
                index.setdefault(fold_heading(heading), (column.key, lang))
    return index


@cache
def programme_items() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """The rows of the programme sheet: key -> language -> names."""
    raw = _load("layout.toml")["programme_items"]
    return {key: {lang: tuple(v) for lang, v in names.items()} for key, names in raw.items()}


@cache
def programme_item_index() -> Mapping[str, str]:
    """Folded name of a row -> its key."""
    return {
        fold_heading(name): key
        for key, names in programme_items().items()
        for lang in names
        for name in names[lang]
    }


@cache
def unread_sheet_names() -> frozenset[str]:
    """Folded names of the sheets that are ours or the guide's: passed over without a word."""
    layout = _load("layout.toml")
    names = [*layout["ignored"]["sheets"], *layout["problems_sheet"].values()]
    return frozenset(fold_words(name) for name in names)


def guide_sheet_name(lang: str) -> str:
    return str(_load("layout.toml")["ignored"]["sheets"][0 if lang == "vi" else 1])


def problems_sheet_name(lang: str) -> str:
    return str(_load("layout.toml")["problems_sheet"][lang])


def programme_name(year: int) -> str:
    """What a programme is called when its workbook gives it no name."""
    return str(_load("layout.toml")["programme_name"]["text"]).format(year=year)


def checkpoint_title(label: str, year: int) -> str:
    """The title of a quarter's or the year's checkpoint, e.g. "Quý I/2022"."""
    return str(_load("layout.toml")["checkpoint_titles"][label]).format(year=year)


@cache
def choices(vocabulary: str) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """code -> language -> the words people write for it."""
    raw = _load("words.toml")[vocabulary]
    return {code: {lang: tuple(w) for lang, w in words.items()} for code, words in raw.items()}


@cache
def choice_index(vocabulary: str) -> Mapping[str, str]:
    """Folded word (or the code itself) -> code."""
    index: dict[str, str] = {}
    for code, words in choices(vocabulary).items():
        index[fold_words(code)] = code
        for lang in words:
            index.update({fold_words(w): code for w in words[lang]})
    return index


def choice_word(vocabulary: str, code: str, lang: str) -> str:
    return choices(vocabulary)[code][lang][0]


@cache
def blank_words() -> frozenset[str]:
    return frozenset(str(w).casefold() for w in _load("words.toml")["other"]["blank"])


@cache
def total_words() -> frozenset[str]:
    """What stands before a row of totals, folded."""
    return frozenset(fold_words(word) for word in _load("words.toml")["other"]["totals"])


@cache
def note_words() -> frozenset[str]:
    """What a remark below or within a table begins with, folded."""
    return frozenset(fold_words(word) for word in _load("words.toml")["other"]["notes"])


@cache
def title_words() -> tuple[str, ...]:
    """What the title above a table begins with, folded."""
    return tuple(fold_words(word) for word in _load("words.toml")["other"]["titles"])


@cache
def fewer_words() -> Mapping[str, tuple[str, ...]]:
    """ "bad": of what less is better, folded; "undone": what turns that round ("giảm")."""
    raw = _load("words.toml")["fewer"]
    return {key: tuple(fold_words(word) for word in words) for key, words in raw.items()}


@cache
def measure_words() -> frozenset[str]:
    """The words with which units of measure begin, folded."""
    return frozenset(fold_words(word) for word in _load("words.toml")["other"]["measures"])


@cache
def detail_words() -> frozenset[str]:
    """What stands alone before the parts of the row above, folded: "Trong đó:"."""
    return frozenset(fold_words(word) for word in _load("words.toml")["other"]["details"])


@cache
def numbering_headings() -> frozenset[str]:
    """The headings of a column that counts the rows, folded."""
    return frozenset(fold_heading(h) for h in _load("layout.toml")["ignored"]["headings"])


@cache
def as_above_words() -> frozenset[str]:
    """What stands in a cell that means the same as the one above, in small letters."""
    return frozenset(str(w).casefold() for w in _load("words.toml")["other"]["as_above"])


def unit_group_of(name: str) -> str:
    """The group of a unit that is known by its name alone; a department where it says nothing."""
    folded = f"{fold_words(name)} "
    for group, starts in _load("words.toml")["unit_names"].items():
        if any(folded.startswith(f"{fold_words(start)} ") for start in starts):
            return str(group)
    return "departments"


@cache
def signature_words() -> Mapping[str, frozenset[str]]:
    """What the signatures below a table begin with ("starts"), or hold alone ("whole"), folded."""
    raw = _load("words.toml")["signatures"]
    return {key: frozenset(fold_words(word) for word in words) for key, words in raw.items()}


@cache
def naming_words(kind: str) -> Mapping[str, tuple[str, ...]]:
    """Of "unit_starts" or "person_words": the words of each sort as they are written."""
    return {key: tuple(words) for key, words in _load("words.toml")[kind].items()}


@cache
def no_longer_words() -> tuple[str, ...]:
    """What a remark begins with that takes the task of its row back, as it is written."""
    return tuple(_load("words.toml")["other"]["no_longer"])


@cache
def vague_words() -> tuple[str, ...]:
    return tuple(_load("words.toml")["other"]["vague"])
