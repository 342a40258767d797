"""The ordinary acts of a checkpoint that no story tells, from a fixed seed per checkpoint."""

import random
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any

import holidays

from vinh_phuc_2022.content import YEAR, Point, Row, load
from vinh_phuc_2022.people import OfficePost

SEED = "vinh-phuc-2022"
HANOI = timezone(timedelta(hours=7))
KEEPERS = ("CB-VPTU2", "CB-VPTU3", "CB-VPTU4")
WORDS = load("routine")
RESULTS = load("results")
OVER = ("DV01", "DV02")

_HOLIDAYS = holidays.country_holidays("VN", years=(YEAR, YEAR + 1))


def working_day(day: date, count: int = 0) -> date:
    """The working day `count` working days after `day` (or before it), itself moved forward."""
    while not _HOLIDAYS.is_working_day(day):
        day += timedelta(days=1)
    return day if count == 0 else _HOLIDAYS.get_nth_working_day(day, count)


class Routine:
    """Writes acts as rows of the vocabulary. `holders`: posts by position."""

    def __init__(self, holders: dict[str, list[OfficePost]], seats: dict[str, str]) -> None:
        self._holders = holders
        self._secretaries = seats

    def acts(self, point: Point, lead: list[str], value: Decimal | None) -> list[Row]:
        """Acknowledging, an update now and then, the report, returns, and the verification."""
        # Seeded so that the file is the same each time; nothing here guards a secret.
        chance = random.Random(f"{SEED}:{point.ref}")  # noqa: S311
        reported = self._report_day(point, chance)
        acts = self._before(point, lead, reported, chance)
        report = self._report(point, lead, (reported, value), chance)
        concerned = {report["by"], lead_of(report)}  # and nobody verifies what they answer for
        concerned |= {self._person(position, reported) for position in lead}
        keeper = chance.choice([k for k in KEEPERS if k not in concerned])
        acts.append(report)
        checked = working_day(reported, 1 + chance.choice((0, 0, 1, 1, 2, 3)))
        if chance.random() < 0.05:
            acts.append(self._return(point, keeper, checked, chance))
            again = dict(report, at=_moment(working_day(checked, 1 + chance.randrange(2)), chance))
            acts.append(again)
            checked = working_day(again["at"].date(), 1 + chance.randrange(2))
        verify = {"on": point.ref, "at": _moment(checked, chance), "by": keeper, "act": "verify"}
        if chance.random() < 0.3:
            verify["quality"] = chance.choice(("100", "100", "90", "80"))
        return [*acts, verify]

    def _report_day(self, point: Point, chance: random.Random) -> date:
        """Four of five in time; year-end reports stay before the last meeting."""
        last = working_day(point.due_on)
        if chance.random() < 0.86:
            return working_day(last, -chance.choice((0, 0, 0, 1, 1, 2, 3)))
        most = 2 if point.due_on >= date(YEAR, 12, 20) else 8
        return working_day(last, chance.randint(1, most))

    def _before(
        self, point: Point, lead: list[str], reported: date, chance: random.Random
    ) -> list[Row]:
        """A task can be acknowledged until its window opens by itself."""
        acts: list[Row] = []
        opened = working_day(point.opens_on)
        if chance.random() < 0.13 and point.opens_on > date(YEAR, 1, 20):
            seen = working_day(point.opens_on, -chance.randint(1, 6))
            moment, who = _moment(seen, chance), self._person(lead[0], seen)
            acts.append({"on": point.ref, "at": moment, "by": who, "act": "acknowledge"})
        halfway = working_day(point.opens_on + (reported - point.opens_on) / 2)
        if chance.random() < 0.06 and opened < halfway < reported:
            difficulty, proposal, remover = chance.choice(WORDS["difficulties"]["rows"])
            who = self._person(lead[0], halfway)
            acts.append(
                {"on": point.ref, "at": _moment(halfway, chance), "by": who, "act": "update"}
                | {"narrative": "Đang thực hiện theo kế hoạch.", "difficulty": difficulty}
                | {"proposal": proposal, "remover_unit": remover}
            )
        return acts

    def _report(
        self,
        point: Point,
        lead: list[str],
        what: tuple[date, Decimal | None],
        chance: random.Random,
    ) -> Row:
        day, value = what
        report = {"on": point.ref, "at": _moment(day, chance), "act": "report"}
        report |= self._filed_by(point, lead, day, chance)
        kind = point.given.indicator["kind"]
        if kind == "product":
            report["delivered"] = chance.random() < 0.93
            kind = "product" if report["delivered"] else "undelivered"
        elif kind != "composite":
            report["value"] = plain(value)
        words = {"value": comma(value), "expected": comma(point.expected)}
        uom = point.given.indicator.get("uom", "")
        report["narrative"] = chance.choice(WORDS["narratives"][kind]).format(uom=uom, **words)
        return report

    def _filed_by(self, point: Point, lead: list[str], day: date, chance: random.Random) -> Row:
        """Mostly the lead, sometimes the second official or the committee's secretary."""
        first, second = (self._person(position, day) for position in lead)
        secretary = self._secretaries.get(point.given.unit)
        share = chance.random()
        if secretary and share < 0.15:
            return {"by": self._person(secretary, day), "on_behalf_of": first}
        return {"by": second if share > 0.85 else first}

    def _return(self, point: Point, keeper: str, day: date, chance: random.Random) -> Row:
        reason = chance.choice(WORDS["returns"]["rows"])
        moment = _moment(day, chance)
        return {"on": point.ref, "at": moment, "by": keeper, "act": "return", "reason": reason}

    def _person(self, position: str, day: date) -> str:
        """Who holds a position on a day."""
        for post in self._holders[position]:
            if (post.starts or date.min) <= day <= (post.ends or date.max):
                return post.person
        raise LookupError(f"nobody holds {position} on {day}")


def lead_of(report: Row) -> Any:
    return report.get("on_behalf_of")


def values(points: list[Point]) -> list[Decimal | None]:
    """What an assignment brings, checkpoint by checkpoint; None for products."""
    found: list[Decimal | None] = []
    for point in points:
        before = found[-1] if found else None
        found.append(_value(point, before))
    return found


def _value(point: Point, before: Decimal | None) -> Decimal | None:
    indicator = point.given.indicator
    code, kind = indicator["code"], indicator["kind"]
    known = RESULTS.get(code, {}).get(point.given.unit, {}).get(point.label)
    if known is not None:
        return Decimal(known)
    if kind == "product" or point.expected is None:
        return None
    chance = random.Random(f"{SEED}:value:{point.ref}")  # noqa: S311 - guards no secret
    expected = Decimal(point.expected)
    if kind == "percentage":
        shift = Decimal(chance.choice((-62, -31, -12, 0, 2, 4, 6, 11, 15, 23))) / 10
        return min(Decimal(100), max(expected + shift, before or Decimal(0)))
    if kind == "last_value":
        return max(Decimal(0), expected + chance.choice((-1, 0, 0, 0, 1)))
    factor = Decimal(chance.choice((80, 92, 100, 100, 100, 103, 105, 108, 115))) / 100
    places = Decimal("0.1") if code == "GPMB01" else Decimal(1)
    result = (expected * factor).quantize(places)
    return max(result, before or Decimal(0)) if kind == "running_total" else result


def evaluation(ref: str, after: date, place: int) -> Row:
    """The evaluation at the first meeting after a day; `place` in the file keeps them apart."""
    for day, person in WORDS["meetings"]["rows"]:
        if day > after:
            moment = datetime.combine(day, time(14), HANOI) + timedelta(seconds=20 * (place % 400))
            # The provincial office does not judge its own work: the Standing Committee does.
            judge = "CB-TTTU2" if "@VPTU/" in ref else person
            return {"on": ref, "at": moment, "by": judge, "act": "evaluate"}
    raise LookupError(f"no meeting after {after} for {ref}")


def _moment(day: date, chance: random.Random) -> datetime:
    """Some minute of a working morning or afternoon."""
    hour = chance.choice((8, 8, 9, 9, 10, 10, 11, 14, 14, 15, 15, 16))
    return datetime.combine(day, time(hour, chance.randrange(60)), HANOI)


def plain(value: Decimal | None) -> str:
    if value is None:
        raise ValueError("a report of a number has a value")
    return format(value.normalize(), "f")


def comma(value: Decimal | int | None) -> str:
    """A number as people write it: 12500 is 12.500 and 2.5 is 2,5."""
    if value is None:
        return ""
    text = f"{Decimal(value).normalize():,f}"
    return text.replace(",", " ").replace(".", ",").replace(" ", ".")
