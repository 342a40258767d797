"""Reads the TOML files beside this module into what the two generators need."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
YEAR = 2022
QUARTERS = ("Q1", "Q2", "Q3", "Q4")
QUARTER_ENDS = (date(YEAR, 3, 31), date(YEAR, 6, 30), date(YEAR, 9, 30), date(YEAR, 12, 31))
PERIOD_ENDS = {
    "tháng 7/2022": date(YEAR, 7, 31),
    "tháng 9/2022": date(YEAR, 9, 30),
    "quý II/2022": date(YEAR, 6, 30),
    "quý III/2022": date(YEAR, 9, 30),
    "quý IV/2022": date(YEAR, 12, 31),
}

Row = dict[str, Any]


def load(name: str) -> Row:
    """One TOML file; numbers with a decimal point become Decimals."""
    text = (FOLDER / f"{name}.toml").read_text("utf-8")
    return tomllib.loads(text, parse_float=Decimal)


@dataclass(frozen=True)
class PlannedStep:
    """One step of a roadmap; `due` is a date, or a period in words."""

    label: str
    title: str
    due: date | str
    expected: Decimal | int | None = None
    product: str = ""
    opens_on: date | None = None

    @property
    def due_on(self) -> date:
        return self.due if isinstance(self.due, date) else PERIOD_ENDS[self.due]


@dataclass(frozen=True)
class Given:
    """One assignment. `quarters` holds a value or None (blank) for each of the four."""

    indicator: Row
    unit: str
    target: Decimal | int | str | None = None
    baseline: Decimal | int | None = None
    weight: int | None = None
    deadline: date | None = None
    quarters: tuple[Decimal | int | None, ...] = (None,) * 4
    steps: tuple[PlannedStep, ...] = ()
    coordinating: tuple[str, ...] = ()
    watching: tuple[str, ...] = ()
    note: str = field(default="Minh họa.")

    @property
    def ref(self) -> str:
        return f"{self.indicator['code']}@{self.unit}"


@dataclass(frozen=True)
class Point:
    """A checkpoint as it will be loaded: what the acts of the year are about."""

    given: Given
    label: str
    opens_on: date
    due_on: date
    expected: Decimal | int | None

    @property
    def ref(self) -> str:
        return f"{self.given.ref}/{self.label}"


def units() -> list[Row]:
    return list(load("units")["unit"])


def indicators() -> dict[str, Row]:
    return {row["code"]: row for row in load("indicators")["indicator"]}


def everything_given() -> list[Given]:
    """All assignments, in the order of the indicators."""
    known = indicators()
    found = [*_numbers(known), *_whole_year(known), *_clearance(known), *_documents(known)]
    order = {code: place for place, code in enumerate(known)}
    return sorted(found, key=lambda given: order[given.indicator["code"]])


def _blank(cell: Any) -> Any:
    return None if cell == "-" else cell


def _parties(table: Row) -> Row:
    return {key: tuple(table.get(key, ())) for key in ("coordinating", "watching")}


def _numbers(known: dict[str, Row]) -> Iterator[Given]:
    for table in load("assignments")["numbers"]:
        for unit, *cells in table["rows"]:
            baseline, target, *rest = map(_blank, cells)
            yield Given(
                known[table["indicator"]],
                unit,
                target,
                baseline,
                weight=rest[4] if len(rest) > 4 else None,
                quarters=tuple(rest[:4]),
                deadline=table.get("deadline"),
                note=table.get("note", "Minh họa."),
                **_parties(table),
            )


def _whole_year(known: dict[str, Row]) -> Iterator[Given]:
    for table in load("assignments")["whole_year"]:
        for unit in table["units"]:
            indicator = known[table["indicator"]]
            yield Given(indicator, unit, table["target"], deadline=table["deadline"])


def _clearance(known: dict[str, Row]) -> Iterator[Given]:
    book = load("roadmaps")
    for table in book["clearance"]:
        steps = tuple(
            PlannedStep(label, words[0], due, hectares, opens_on=opens)
            for (label, words), due, hectares, opens in zip(
                book["steps"]["clearance"].items(),
                table["dates"],
                table["hectares"],
                _openings(table["dates"]),
                strict=True,
            )
        )
        target = table["hectares"][-1]
        yield Given(
            known["GPMB01"],
            table["unit"],
            target,
            table["baseline"],
            steps=steps,
            coordinating=("TNMT", "KHDT"),
            watching=("VPTU", "BNC"),
            note=table["note"],
        )


def _openings(dates: list[date]) -> list[date]:
    """A step opens the day after the one before it was due."""
    return [date(YEAR, 1, 1), *(day + timedelta(days=1) for day in dates[:-1])]


def _documents(known: dict[str, Row]) -> Iterator[Given]:
    book = load("roadmaps")
    for table in book["document"]:
        indicator = known[table["indicator"]]
        pairs = zip(
            book["steps"][table["steps"]].items(), book["dates"][table["dates"]], strict=True
        )
        steps = tuple(
            PlannedStep(label, title, due, product=product)
            for (label, (title, product)), due in pairs
        )
        named = "Sản phẩm có trong nguồn; các bước và ngày là minh họa."
        note = named if indicator.get("from_source") else "Minh họa."
        yield Given(
            indicator, table["unit"], table["target"], steps=steps, note=note, **_parties(table)
        )


def points(given: Given) -> list[Point]:
    """The checkpoints of an assignment, as the workbook's rules make them."""
    if given.steps:
        opens = [step.opens_on for step in given.steps]
        if None in opens:
            opens = list(_openings([step.due_on for step in given.steps]))
        return [
            Point(given, step.label, opening or step.due_on, step.due_on, step.expected)
            for step, opening in zip(given.steps, opens, strict=True)
        ]
    quarters = [
        Point(given, label, date(YEAR, end.month - 2, 1), end, value)
        for label, end, value in zip(QUARTERS, QUARTER_ENDS, given.quarters, strict=True)
        if value is not None
    ]
    due = given.deadline or QUARTER_ENDS[-1]
    target = None if isinstance(given.target, str) else given.target
    return quarters or [Point(given, "Y", date(YEAR, 1, 1), due, target)]


def unit_names() -> dict[str, str]:
    return {unit["code"]: unit["name"] for unit in units()}
