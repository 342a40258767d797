"""A paper as plain values: what templates are filled with, in Word and in PDF alike.

Only text, numbers, lists and mappings: nothing in it leads a template out of its sandbox. What is
open has its place under `<name>_open`, so that a template shows it in another way.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from dondoc.exports.charts.description import Chart
from dondoc.exports.charts.draw import paper_svg
from dondoc.i18n import translator
from dondoc.services.papers.cells import OPEN, cased, line_below
from dondoc.services.papers.layouts import FixedWords, Layout
from dondoc.services.papers.paper import (
    Article,
    Paper,
    PaperChart,
    PaperSignatures,
    PaperTable,
    Paragraph,
)
from dondoc.services.papers.tall_rows import is_tall, spans
from dondoc.services.papers.text_width import column_widths
from dondoc.services.papers.title import title_context
from dondoc.services.papers.wording import clean, spelled

_HEADING_CELLS = {1: "section", 2: "clause"}


def context_of(paper: Paper) -> dict[str, Any]:
    """What the paper says, under the names that a template uses."""
    layout = paper.layout
    words = _own_words(layout)
    return {
        "notice": clean(paper.notice),
        **_head(paper, layout, words),
        **title_context(paper, layout, words),
        "to": words.to_submission if paper.kind == "submission" else words.to,
        "addressees": [clean(name) for name in paper.addressees],
        "grounds": _listed(
            paper.grounds, (words.grounds_mark, words.grounds_end, words.last_ground_end)
        ),
        "blocks": [
            {**block, "is_last": is_last}
            for block, is_last in zip(_blocks(paper, layout, words), _last(paper), strict=True)
        ],
        **_end(paper, layout, words),
    }


def _last(paper: Paper) -> list[bool]:
    """Which blocks stand right above who signs."""
    after = [*paper.blocks[1:], PaperSignatures(())] if paper.blocks else []
    return [
        isinstance(below, PaperSignatures) and not isinstance(block, PaperSignatures)
        for block, below in zip(paper.blocks, after, strict=True)
    ]


def _own_words(layout: Layout) -> FixedWords:
    said = layout.words.model_dump()
    return FixedWords(**{name: spelled(text, layout.spelling) for name, text in said.items()})


def _head(paper: Paper, layout: Layout, words: FixedWords) -> dict[str, Any]:
    issuer = cased(paper.issuer.name, layout, "issuer")
    nation = cased(words.nation, layout, "nation")
    return {
        "nation": nation,
        "motto": words.motto,
        "head_line": line_below(
            words.motto or nation, layout, "motto" if words.motto else "nation"
        ),
        "parent": cased(paper.issuer.parent, layout, "parent"),
        **_or_open("issuer", issuer, _asked("issuer")),
        "issuer_line": line_below(issuer or _asked("issuer"), layout, "issuer"),
        "star": words.star,
        **(dict.fromkeys(_NUMBER, "") if paper.is_form else _numbered(paper, layout, words)),
        **_or_open("place", clean(paper.issuer.place)),
        **_day(paper, layout),
    }


_NUMBER = ("number_label", "number", "number_open", "symbol", "symbol_open")


def _numbered(paper: Paper, layout: Layout, words: FixedWords) -> dict[str, str]:
    """Number and symbol, which a form has not."""
    kind = layout.kinds[paper.kind]
    before, after = (kind.symbol or words.symbol).split("{number}")
    symbol = clean(paper.issuer.symbol)
    ends_open = after.endswith("-")
    shown = symbol or (OPEN if ends_open else "")
    return {
        "number_label": f"{words.number_label} {before}",
        **_or_open("number", _number(paper, layout)),
        "symbol": after.replace("{kind}", kind.code).replace("{issuer}", shown),
        "symbol_open": OPEN if not symbol or ends_open else "",
    }


def _or_open(name: str, text: str, asked: str = OPEN) -> dict[str, str]:
    return {name: text, f"{name}_open": "" if text else asked}


def _asked(name: str) -> str:
    """What a person is asked to write there."""
    return translator("vi")(f"papers.open.{name}")


def _number(paper: Paper, layout: Layout) -> str:
    number = clean(paper.number)
    return number.zfill(layout.number_digits) if number.isdecimal() else number


def _day(paper: Paper, layout: Layout) -> dict[str, str]:
    if paper.dated is None:
        return {"dated": "", "dated_open": f"ngày {OPEN} tháng {OPEN} năm {OPEN}"}
    day, month = paper.dated.day, paper.dated.month
    shown_day = f"{day:02}" if day < layout.zero_before_days_under else f"{day}"
    shown_month = f"{month:02}" if month <= layout.zero_before_months_up_to else f"{month}"
    said = f"ngày {shown_day} tháng {shown_month} năm {paper.dated.year}"
    return {"dated": said, "dated_open": ""}


def _end(paper: Paper, layout: Layout, words: FixedWords) -> dict[str, Any]:
    receivers = [*paper.receivers, *([words.archive] if words.archive else [])]
    marks = (words.receiver_mark, words.receiver_end, words.last_receiver_end)
    signature = paper.signature
    return {
        "receivers_title": words.receivers,
        "receivers_open": ""
        if paper.receivers
        else f"{words.receiver_mark}{_asked('receiver')}{words.receiver_end}",
        "receivers": _listed(receivers, marks),
        "authority": cased(signature.authority, layout, "authority"),
        **_or_open("position", cased(signature.position, layout, "position"), _asked("position")),
        **_or_open("name", clean(signature.name), _asked("name")),
    }


def _listed(texts: Sequence[str], marks: tuple[str, str, str]) -> list[str]:
    """Each with its mark before and its end, the last with its own."""
    mark, end, last = marks
    ends = [end] * (len(texts) - 1) + [last]
    return [f"{mark}{clean(text)}{sign}" for text, sign in zip(texts, ends, strict=False)]


def _blocks(paper: Paper, layout: Layout, words: FixedWords) -> Iterator[dict[str, Any]]:
    """The body, its headings counted; under a new one of the first level the second begins anew."""
    counted, articles = [0, 0], 0
    for block in paper.blocks:
        if isinstance(block, PaperTable):
            yield {"sort": "table", **_table(block, layout, words)}
        elif isinstance(block, PaperChart):
            yield {"sort": "chart", **_chart(block.chart)}
        elif isinstance(block, Article):
            articles += 1
            label = words.article.format(number=articles)
            yield {"sort": "article", "label": label, "text": clean(block.text)}
        elif isinstance(block, PaperSignatures):
            yield {
                "sort": "signatures",
                "places": _places(block, layout),
                "receivers_below": block.receivers_below,
            }
        elif isinstance(block, Paragraph):
            yield {"sort": "paragraph", "text": clean(block.text)}
        else:
            counted = [counted[0] + 1, 0] if block.level == 1 else [counted[0], counted[1] + 1]
            numerals = layout.cells[_HEADING_CELLS[block.level]].numerals
            number = numerals.replace("I", _roman(counted[0])).replace("1", str(counted[1]))
            text = f"{block.label or number} {clean(block.text)}".strip()
            yield {"sort": f"heading{block.level}", "text": text, "new_page": block.new_page}


def _places(block: PaperSignatures, layout: Layout) -> list[dict[str, str]]:
    return [
        {
            "position": cased(place.position, layout, "position"),
            **_or_open("name", clean(place.name), _asked("name") if place.position else ""),
        }
        for place in block.places
    ]


def _chart(chart: Chart) -> dict[str, str]:
    """The picture as text, and `words` for who does not see it."""
    return {
        "title": clean(chart.title),
        "words": clean(chart.words),
        "after": clean(" ".join(chart.notes_below)),
        "svg": paper_svg(chart),
    }


def _roman(number: int) -> str:
    """Roman numerals up to 89, which no paper's sections reach."""
    tens, ones = divmod(number, 10)
    return ("L" * (tens // 5) + "X" * (tens % 5)) + (
        "", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX",
    )[ones]  # fmt: skip


_SMALLER, _TIGHTER = 1.5, 0.5
"""Points by which the texts of a compact table are smaller, and what is left of its padding."""


def _table(table: PaperTable, layout: Layout, words: FixedWords) -> dict[str, Any]:
    rows = [[clean(cell) for cell in row.cells] for row in table.rows]
    headings = [clean(column.words) for column in table.columns]
    numbers = [column.is_number for column in table.columns]
    size = float(layout.table.size.used) - (_SMALLER if table.is_compact else 0)
    padding = float(layout.table.padding) * (_TIGHTER if table.is_compact else 1)
    widths = _widths(headings, rows, numbers, layout, size, padding)
    kinds = [row.kind for row in table.rows]
    return {
        "title": clean(table.title),
        "size": size,
        "is_compact": table.is_compact,
        "padding": padding,
        "unit_words": f"{words.unit_label} {clean(table.unit)}" if table.unit else "",
        "after": clean(table.after),
        "columns": headings,
        "numbers": numbers,
        "rows": rows,
        "kinds": kinds,
        "widths": widths,
        "tall": [is_tall(row, widths, size) for row in rows],
        "spans": spans(rows, kinds, widths, size),
    }


def _widths(
    headings: list[str],
    rows: list[list[str]],
    numbers: list[bool],
    layout: Layout,
    size: float,
    padding: float,
) -> list[float]:
    """Millimetres of each column, its padding within."""
    room = float(layout.page.body) - 2 * padding * len(headings)
    widths = column_widths(headings, rows, numbers, room, size)
    return [round(width + 2 * padding, 2) for width in widths]
