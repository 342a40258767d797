"""The catalogue of products by its pages: loaded, approved, tied to the work of the sample."""

import io
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from openpyxl import load_workbook
from page_grounds import hidden
from sites import Site

from dondoc.exports.tables import TableTitle
from dondoc.services.evaluation.catalogue.line import CatalogueLine
from dondoc.services.evaluation.catalogue.sheet import write_catalogue

SECRETARIAT, OTHER = "CB-VPTU3", "CB-VPTU2"
HOME = "/product-catalogue"


def line(code: str, coefficient: str, title: str = "Quyết định", **more: Any) -> CatalogueLine:
    whole = {"unit": "văn bản", "kind": "Văn bản", "valid_from": None, "valid_to": None,
             "paper": "", **more}  # fmt: skip
    return CatalogueLine(code=code, title=title, coefficient=Decimal(coefficient), **whole)


LINES = (line("SP-01", "2.5"), line("SP-02", "0.5", "Báo cáo", valid_to=date(2022, 9, 30)))


def book_of(lines: Sequence[CatalogueLine]) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "danh-muc.xlsx"
        write_catalogue(path, lines, TableTitle("Danh mục", ""), "vi")
        return path.read_bytes()


def load(site: Site, lines: Sequence[CatalogueLine] = LINES, who: str = SECRETARIAT) -> int:
    """Loads a catalogue; the number of its version."""
    answer = site.client(who).post(
        HOME, files={"file": ("danh-muc.xlsx", book_of(lines))}, follow_redirects=False
    )
    assert answer.status_code == 303, answer.text
    return int(answer.headers["location"].partition("version=")[2].partition("&")[0])


def typed(day: str) -> dict[str, str]:
    form = {"day": day, "paper": "15-QĐ/TU", "dated": "2022-05-16", "reason": "Ban hành lần đầu"}
    return {f"approve_{name}": value for name, value in form.items()}


def approve(site: Site, version: int, day: str, who: str = SECRETARIAT) -> Any:
    client = site.client(who)
    seen = hidden(client.get(f"{HOME}?version={version}").text)
    return client.post(
        f"{HOME}/versions/{version}/approve", data=typed(day) | {"seen": seen.get("seen", "")},
        follow_redirects=False,
    )  # fmt: skip


def ties_book(site: Site, ties: Mapping[str, str]) -> bytes:
    """The list of work as the page gives it, with codes written into its last column."""
    content = site.client(SECRETARIAT).get(f"{HOME}/ties.xlsx").content
    book = load_workbook(io.BytesIO(content))
    for row in book.worksheets[0].iter_rows(min_row=4):
        if row[0].value in ties:
            row[4].value = ties[str(row[0].value)]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def tie(site: Site, ties: Mapping[str, str]) -> Any:
    sent = {"ties": ("viec.xlsx", ties_book(site, ties))}
    return send_ties(site, sent)


def send_ties(site: Site, sent: Mapping[str, Any], seen: str | None = None) -> Any:
    """`seen`: what the page showed; None: as it shows it now."""
    client = site.client(SECRETARIAT)
    shown = hidden(client.get(HOME).text)["seen"] if seen is None else seen
    data = {"seen": shown}
    return client.post(f"{HOME}/ties", data=data, files=sent, follow_redirects=False)
