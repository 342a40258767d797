"""The whole comparison, in one run: the limit, ours on both databases, and the two peers."""

import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import partial
from pathlib import Path

from reminders import databases, limit, ours, sink
from reminders.data import Size
from reminders.peers import counted, peers
from reminders.sink import MissingError, Sink
from reminders.table import Table
from reminders.wanted import GATHERED, MILLION, SINGLE, Wanted, wanted

Letters = dict[str, list[bytes]]
SERVERS: dict[str, Callable[[Path], AbstractContextManager[databases.Server]]] = {
    "sqlite": databases.sqlite,
    "postgresql": databases.postgresql,
}


def main() -> None:
    """Measures and prints."""
    asked = wanted()
    with tempfile.TemporaryDirectory(prefix="dondoc-bench-") as name:
        try:
            with sink.running() as taker:
                _all(asked, Path(name), taker, Table())
        except MissingError as missing:
            print(missing)


def _all(asked: Wanted, folder: Path, taker: Sink, table: Table) -> None:
    letters = _letters(folder / "letters")
    shown = []
    for kind in asked.kinds:
        place = folder / kind
        place.mkdir()
        try:
            with SERVERS[kind](place) as server:
                table.head(f"Ours on {server.name}")
                _ours(asked, ours.Place(server, place / "home"), letters, taker, table)
                shown.append(server.name)
        except MissingError as missing:
            print(missing)
    if asked.peers:
        table.head("Peers")
        peers(asked, folder, taker, table)
    print()
    for name in shown:
        _ratios(name, table)


def _letters(folder: Path) -> Letters:
    """Some of our own letters as bytes, gathered ones and single ones, for the bare loop."""
    folder.mkdir()
    found = {}
    with databases.sqlite(folder) as server:
        for name, sample in (
            ("gathered", Size(open=1_000, due=280, people=10)),
            ("single", Size(open=1_000, due=280, people=280)),
        ):
            place = ours.Place(server, folder / name)
            url = ours.filled(place, name, sample)
            ours.decided(place, url, sample)
            place.step("to_files", url)
            found[name] = [one.read_bytes() for one in sorted(place.home.rglob("*.eml"))]
    return found


def _ours(asked: Wanted, place: ours.Place, letters: Letters, taker: Sink, table: Table) -> None:
    kind = place.server.name
    for name, full in (("gathered", GATHERED), ("single", SINGLE)):
        if name == "gathered" or asked.single:
            size = asked.size(full)
            _decide_and_deliver(size, name, place, taker, table)
            # Right afterwards: on a shared machine the pace of one minute is not the next one's.
            _bare_loop(f"{kind}: bare loop, {name}", letters[name], size.people, taker, table)
    if asked.million:
        size, name = asked.size(MILLION), f"{kind}: decide, of ten times as many open"
        url = ours.filled(place, "million", size)
        table.show(name, ours.decided(place, url, size))
        table.compare(name, f"{kind}: decide, gathered")
        place.server.drop("million")


def _decide_and_deliver(
    size: Size, name: str, place: ours.Place, taker: Sink, table: Table
) -> None:
    kind, url = place.server.name, ours.filled(place, name, size)
    if name == "gathered":
        table.show(f"{kind}: one query", place.spent("limit", url)[0])
    decided = table.show(f"{kind}: decide, {name}", ours.decided(place, url, size))
    work = partial(ours.delivered, place, url, taker.port, size.people)
    delivered = counted(taker, size.people, work)
    assert delivered is not None
    table.show(f"{kind}: deliver, {name}", delivered)
    table.show(f"{kind}: {name}, scan to sink", decided.then(delivered, started=True))
    table.show(f"{kind}: {name}, in all", decided.then(delivered))
    place.server.drop(name)


def _bare_loop(name: str, letters: list[bytes], count: int, taker: Sink, table: Table) -> None:
    mean = sum(map(len, letters)) // len(letters)
    spent = limit.loop(letters, count, taker.port)
    table.show(name, replace(spent, note=f"{mean} bytes a letter"))


def _ratios(kind: str, table: Table) -> None:
    table.compare(f"{kind}: decide, gathered", f"{kind}: one query")
    table.compare(f"{kind}: deliver, gathered", f"{kind}: bare loop, gathered")
    table.compare(f"{kind}: deliver, single", f"{kind}: bare loop, single")
    for part in ("scan to sink", "in all"):
        table.compare(f"{kind}: gathered, {part}", "Redmine")
        table.compare(f"{kind}: single, {part}", "django-helpdesk")
