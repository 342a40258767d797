"""The table: what was measured, one line each, and how it compares."""

from dataclasses import dataclass, field

from reminders.spent import Spent

HEAD = ("", "seconds", "CPU s", "peak MB", "letters", "letters/s", "")


@dataclass
class Table:
    """Lines are printed as they come, since the whole takes many minutes."""

    lines: dict[str, Spent] = field(default_factory=dict)

    def head(self, title: str) -> None:
        """A part of the table."""
        print(f"\n{title}")
        print(_line(HEAD))

    def show(self, name: str, spent: Spent) -> Spent:
        """One line, kept under its name for the comparisons."""
        self.lines[name] = spent
        a_second = spent.letters / spent.seconds if spent.letters and spent.seconds else None
        print(
            _line(
                (
                    name,
                    f"{spent.seconds:.2f}",
                    _number(spent.cpu),
                    _number(spent.peak_mb, 0),
                    str(spent.letters) if spent.letters else "-",
                    _number(a_second or 0, 0),
                    spent.note,
                )
            ),
            flush=True,
        )
        return spent

    def compare(self, ours: str, other: str) -> None:
        """How many times the other's time, processor and memory ours took."""
        if ours not in self.lines or other not in self.lines:
            return
        one, two = self.lines[ours], self.lines[other]
        said = [
            f"{what} x {_ratio(mine / theirs)}"
            for what, mine, theirs in (
                ("time", one.seconds, two.seconds),
                ("CPU", one.cpu, two.cpu),
                ("peak memory", one.peak_mb, two.peak_mb),
            )
            if mine and theirs
        ]
        print(f"{ours} / {other}: {', '.join(said)}")


def _ratio(value: float) -> str:
    """Below one as a fraction: that is how people say it, and two decimals would not do."""
    return f"{value:.2f}" if value >= 1 else f"1/{1 / value:.1f}"


def _number(value: float, places: int = 2) -> str:
    return f"{value:.{places}f}" if value else "-"


def _line(cells: tuple[str, ...]) -> str:
    name, *numbers, note = cells
    return f"{name:44}" + "".join(f"{number:>11}" for number in numbers) + f"  {note}".rstrip()
