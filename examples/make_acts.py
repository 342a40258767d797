"""Writes the scripted year: python examples/make_acts.py [FILE].

The stories are written by hand in vinh_phuc_2022/stories.toml; every other checkpoint gets
ordinary acts from a fixed seed. The file is read at run time, this script is not.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from vinh_phuc_2022.content import Point, Row, everything_given, load, points
from vinh_phuc_2022.people import leads, posts, seats
from vinh_phuc_2022.routine import OVER, Routine, evaluation, values

OUTPUT = Path(__file__).with_name("vinh-phuc-2022-acts.toml")
KEYS = (  # noqa: SIM905 - a list would take a line for each word
    "at by act on on_behalf_of value delivered basis new_due_on reason narrative difficulty "
    "proposal remover_unit quality about since story expect"
).split()
HEADER = """\
# The scripted year of vinh-phuc-2022.xlsx: who did what when. Made by make_acts.py; the stories
# are written by hand in vinh_phuc_2022/stories.toml. Everything here is an illustration.
#
# at: the moment of recording. by, on_behalf_of: person codes. on: INDICATOR@UNIT/LABEL.
# act: acknowledge, update, report, verify, return, not_reported, correct, evaluate, change_due,
# withdraw, ask_cause, confirm_cause (about: a lateness or a return; since: when it happened).
# value, quality: numbers as text. expect = "refused": the act must be refused.
# The clock of the year runs from 1/1/2022 to 20/1/2023.
"""


def year() -> list[Row]:
    """All acts in the order of their moments."""
    stories: dict[str, list[Row]] = defaultdict(list)
    for act in load("stories")["act"]:
        stories[act["on"]].append(act)
    acts = [act for told in (stories, _ordinary(stories)) for on in told for act in told[on]]
    acts += _evaluations(acts)
    return sorted(acts, key=lambda act: act["at"])


def _ordinary(stories: dict[str, list[Row]]) -> dict[str, list[Row]]:
    """The acts of every checkpoint that no story tells."""
    by_unit, holders = defaultdict(list), defaultdict(list)
    for post in posts():
        by_unit[post.unit].append(post)
        holders[post.position].append(post)
    secretaries = {s.unit: s.position for s in seats() if s.role == "Thư ký thường trực"}
    routine = Routine(holders, secretaries)
    told = {}
    for given in everything_given():
        mine, lead = points(given), leads(given.unit, by_unit)
        for point, value in zip(mine, values(mine), strict=True):
            if point.ref not in stories:
                told[point.ref] = [_told(act, point) for act in routine.acts(point, lead, value)]
    return told


def _told(act: Row, point: Point) -> Row:
    """The two indicators of the source belong to the story of over-achievement."""
    over = point.given.indicator["code"] in OVER
    return act | {"story": "over_achievement"} if over else act


def _evaluations(acts: list[Row]) -> Iterator[Row]:
    """What was verified and not evaluated goes to the next meeting."""
    last: dict[str, Row] = {}
    for act in sorted(acts, key=lambda act: act["at"]):
        if act.get("expect") != "refused":
            last[act["on"]] = act
    for place, (ref, act) in enumerate(last.items()):
        if act["act"] not in ("evaluate", "withdraw"):
            story = {"story": act["story"]} if "story" in act else {}
            yield evaluation(ref, act["at"].date(), place) | story


def as_toml(act: Row) -> str:
    """One [[act]] table; keys in a fixed order."""
    unknown = set(act) - set(KEYS)
    if unknown:
        raise ValueError(f"{act['on']}: unknown keys {unknown}")
    lines = [f"{key} = {_literal(act[key])}" for key in KEYS if key in act]
    return "\n".join(["[[act]]", *lines])


def _literal(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime | date):
        return value.isoformat()
    # A JSON string is a TOML basic string for the letters that occur here.
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else OUTPUT
    target.write_text("\n\n".join([HEADER, *map(as_toml, year())]) + "\n", "utf-8")
