"""A roadmap as a small picture: expected as steps, actual as dots, target dashed, today a mark.

The pictures are SVG to be put into a page. They carry no colours, only classes and the colour of
the text around them, so that a page can be light or dark or printed. They say nothing to a screen
reader: whoever shows one puts a table of the same beside it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from markupsafe import Markup, escape

from dondoc.i18n import Language
from dondoc.rendering.formats import number

_TICKS = 4
_LETTER = 7.2
"""About how wide a figure is at 13 px."""


@dataclass(frozen=True)
class ChartPoint:
    """A checkpoint: what is expected by `day`, and what was reached and when, as far as known."""

    label: str
    day: date
    expected: Decimal | None
    actual: Decimal | None
    actual_on: date
    verified: bool = True


@dataclass(frozen=True)
class Roadmap:
    """Points in the order of their days. `begins_at`: where the steps start from, if anywhere."""

    points: tuple[ChartPoint, ...]
    start: date
    end: date
    today: date
    target: Decimal | None = None
    begins_at: Decimal | None = None

    @property
    def values(self) -> list[Decimal]:
        """Every number that must find its place."""
        named = [value for point in self.points for value in (point.expected, point.actual)]
        return [amount for amount in (*named, self.target, self.begins_at) if amount is not None]


@dataclass(frozen=True)
class ChartFrame:
    """Where things are drawn: outer width and height, and the margins left, right, above, below."""

    width: int
    height: int
    margins: tuple[float, float, float, float]

    @property
    def inner(self) -> tuple[float, float]:
        """Width and height between the margins."""
        left, right, above, below = self.margins
        return self.width - left - right, self.height - above - below


@dataclass(frozen=True)
class _Scale:
    roadmap: Roadmap
    frame: ChartFrame
    low: Decimal
    high: Decimal

    def x(self, day: date) -> float:
        days = max((self.roadmap.end - self.roadmap.start).days, 1)
        part = (day - self.roadmap.start).days / days
        return self.frame.margins[0] + min(max(part, 0), 1) * self.frame.inner[0]

    def y(self, value: Decimal) -> float:
        part = float((value - self.low) / (self.high - self.low))
        return self.frame.margins[2] + (1 - part) * self.frame.inner[1]


def roadmap_svg(roadmap: Roadmap, words: tuple[str, str], width: int, lang: Language) -> Markup:
    """The chart of one item, `width` units wide. `words`: for the target and for today."""
    low, high, ticks = _span(roadmap.values)
    labels = [number(tick, lang) for tick in ticks]
    left = max(len(label) for label in labels) * _LETTER + 14
    frame = ChartFrame(width, 230, (left, 14, 22, 30))
    scale = _Scale(roadmap, frame, low, high)
    parts = [
        *_grid(scale, ticks, labels),
        *_days(scale),
        *_target(scale, words[0]),
        *_today(scale, words[1]),
        _steps(scale),
        *_dots(scale, 5),
    ]
    return _svg("chart roadmap", frame, parts)


def sparkline_svg(roadmap: Roadmap) -> Markup:
    """A small chart without words, to stand in a row of a table."""
    low, high, _ = _span(roadmap.values)
    frame = ChartFrame(120, 32, (4, 4, 4, 4))
    scale = _Scale(roadmap, frame, low, high)
    return _svg("spark roadmap", frame, [*_target(scale, ""), _steps(scale), *_dots(scale, 3)])


def _svg(names: str, frame: ChartFrame, parts: Sequence[str]) -> Markup:
    size = f'viewBox="0 0 {frame.width} {frame.height}"'
    if frame.height < 100:
        size += f' width="{frame.width}" height="{frame.height}"'
    return Markup(f'<svg class="{names}" {size} aria-hidden="true">{"".join(parts)}</svg>')  # noqa: S704 (every text in it was escaped)


def _span(values: Sequence[Decimal]) -> tuple[Decimal, Decimal, list[Decimal]]:
    """Lowest and highest value of the scale, and round values in between."""
    low, high = min(values), max(values)
    if low >= 0 and low < high * Decimal("0.6"):
        low = Decimal(0)
    step = _round_step((high - low) / _TICKS if high > low else max(abs(high), Decimal(1)) / 2)
    first = (low // step - (low % step < 0)) * step
    ticks = [first]
    while ticks[-1] < high:
        ticks.append(ticks[-1] + step)
    if len(ticks) == 1:
        ticks.append(first + step)
    return ticks[0], ticks[-1], ticks


def _round_step(step: Decimal) -> Decimal:
    """The next larger 1, 2 or 5 times a power of ten."""
    power = Decimal(1).scaleb(step.adjusted())
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= step)


def _grid(scale: _Scale, ticks: Sequence[Decimal], labels: Sequence[str]) -> Iterator[str]:
    left, right = scale.frame.margins[0], scale.frame.width - scale.frame.margins[1]
    for tick, label in zip(ticks, labels, strict=True):
        y = scale.y(tick)
        yield f'<path class="roadmap-grid" d="M{left:.1f} {y:.1f}H{right:.1f}"/>'
        yield f'<text x="{left - 6:.1f}" y="{y + 4:.1f}" text-anchor="end">{escape(label)}</text>'


def _days(scale: _Scale) -> Iterator[str]:
    """The due dates below, as many as find room."""
    y, last = scale.frame.height - 10, float("inf")
    for point in reversed(scale.roadmap.points):
        x = min(scale.x(point.day), scale.frame.width - 18.0)
        if last - x >= 42:
            yield f'<text x="{x:.1f}" y="{y}" text-anchor="middle">{point.day:%d/%m}</text>'
            last = x


def _target(scale: _Scale, word: str) -> Iterator[str]:
    target = scale.roadmap.target
    if target is None:
        return
    left, right = scale.frame.margins[0], scale.frame.width - scale.frame.margins[1]
    y = scale.y(target)
    yield f'<path class="roadmap-target" d="M{left:.1f} {y:.1f}H{right:.1f}"/>'
    if word:
        yield f'<text x="{left + 4:.1f}" y="{y - 5:.1f}">{escape(word)}</text>'


def _today(scale: _Scale, word: str) -> Iterator[str]:
    roadmap, frame = scale.roadmap, scale.frame
    if not roadmap.start <= roadmap.today <= roadmap.end + timedelta(days=1):
        return
    x, bottom = scale.x(roadmap.today), frame.height - frame.margins[3]
    anchor = "end" if x > frame.width * 0.75 else "middle"
    yield f'<path class="roadmap-today" d="M{x:.1f} 16V{bottom:.1f}"/>'
    yield f'<text x="{x:.1f}" y="11" text-anchor="{anchor}">{escape(word)}</text>'


def _steps(scale: _Scale) -> str:
    """Until a due date what came before it is expected."""
    expected = [
        (point.day, point.expected) for point in scale.roadmap.points if point.expected is not None
    ]
    if not expected:
        return ""
    begins_at = scale.roadmap.begins_at
    first = expected[0][1] if begins_at is None else begins_at
    path = f"M{scale.x(scale.roadmap.start):.1f} {scale.y(first):.1f}"
    path += "".join(f"H{scale.x(day):.1f}V{scale.y(value):.1f}" for day, value in expected)
    end = scale.frame.width - scale.frame.margins[1]
    return f'<path class="roadmap-expected" d="{path}H{end:.1f}"/>'


def _dots(scale: _Scale, radius: int) -> Iterator[str]:
    """Full for what is verified, hollow for what is only reported."""
    for point in scale.roadmap.points:
        if point.actual is not None:
            place = f'cx="{scale.x(point.actual_on):.1f}" cy="{scale.y(point.actual):.1f}"'
            name = "roadmap-actual" if point.verified else "roadmap-actual roadmap-hollow"
            yield f'<circle class="{name}" {place} r="{radius}"/>'
