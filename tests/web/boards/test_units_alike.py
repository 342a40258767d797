"""Units of one name: every page, list, paper and letter tells them apart by their codes."""

import re
import zipfile
from collections.abc import Iterator
from datetime import date
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from composed_letter import compose
from fastapi.testclient import TestClient
from matrix_of_routes import ROWS
from matrix_rows import PEOPLE
from pypdf import PdfReader
from sites import Site, open_site
from sqlmodel import col, func, select

from dondoc.clock import at
from dondoc.services.delivery.remind import office_of, remind
from dondoc.services.digest.publish import DigestOrder, publish
from dondoc.store import cache
from dondoc.store.database import reading, writing
from models.digest import Digest
from models.message import Message
from models.unit import UnitName

CALLED = "Huyện Trùng Tên"
CODES = ("LT", "SL", "YL")
BARE = re.compile(rf"{CALLED}(?! \((LT|SL|YL)\))")


@pytest.fixture(scope="module")
def alike(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The sample, where three districts are called the same, with letters and a digest of that."""
    site = open_site(sample_home, tmp_path_factory.mktemp("alike") / "home")
    engine = site.workplace.engine
    with writing(engine) as session:
        for name in session.exec(select(UnitName)):
            if name.code in CODES:
                name.name = CALLED
    cache.forget()
    now = site.workplace.clock().now()
    publish(engine, DigestOrder("2022-Q2", now.date()), now, site.workplace.settings.root / "made")
    yield site
    for client in site.clients:
        client.close()
    engine.dispose()


def text_of(content: bytes) -> str:
    """What can be read in a page or a file."""
    if content.startswith(b"%PDF"):
        pages = PdfReader(BytesIO(content)).pages
        return " ".join(" ".join(page.extract_text().split()) for page in pages)
    if content.startswith(b"\x89PNG"):
        return ""
    if not content.startswith(b"PK"):
        return unescape(content.decode())
    with zipfile.ZipFile(BytesIO(content)) as parts:
        xml = (parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml"))
        return unescape(re.sub(r"<[^>]+>", "", " ".join(xml)))


def shown(client: TestClient, address: str) -> str:
    answer = client.get(address)
    return text_of(answer.content) if answer.status_code == 200 else ""


@pytest.mark.parametrize(
    ("role", "least"),
    [
        ("secretariat", 20),
        pytest.param("official", 10, marks=pytest.mark.slow),
        pytest.param("administrator", 5, marks=pytest.mark.slow),
    ],
)
def test_no_page_says_a_name_that_several_units_bear(alike: Site, role: str, least: int) -> None:
    """But for plans: there the code has a column of its own, and the name is what it is."""
    client, wanted = alike.client(PEOPLE[role]), [row for row in ROWS if row.method == "GET"]
    pages = {
        row.address: shown(client, row.address)
        for row in wanted
        if not re.match(r"/plan/.*\.xlsx", row.address)
    }
    told = {address for address, text in pages.items() if CALLED in text}
    assert len(told) >= least, told
    assert {address for address in told if BARE.search(pages[address])} == set()


@pytest.mark.parametrize(
    "file",
    [
        "",
        "/papers/state.docx",
        pytest.param("/paper.html", marks=pytest.mark.slow),
        pytest.param("/papers/state.pdf", marks=pytest.mark.slow),
        pytest.param("/papers/party.xlsx", marks=pytest.mark.slow),
    ],
)
def test_a_digest_and_its_papers_tell_them_apart(alike: Site, file: str) -> None:
    with reading(alike.workplace.engine) as session:
        newest = session.exec(select(Digest.id).order_by(col(Digest.id).desc())).first()
    text = shown(alike.client(PEOPLE["secretariat"]), f"/digests/{newest}{file}")
    assert all(f"{CALLED} ({code})" in text for code in CODES)
    assert not BARE.search(text)


def test_the_digest_of_one_of_them_says_which(alike: Site) -> None:
    now = alike.workplace.clock().now()
    order = DigestOrder("2022-Q2", now.date(), unit="SL")
    made = publish(alike.workplace.engine, order, now, alike.workplace.settings.root / "made")
    assert made.figures.unit == f"{CALLED} (SL)"


def test_a_letter_has_a_line_for_each_of_them(alike: Site) -> None:
    later = at(date(2022, 7, 13), 9)  # what was due on 30/6 is brought before the secretariat
    with reading(alike.workplace.engine) as session:
        last = session.scalar(select(func.max(Message.id)))
    remind(alike.workplace, later)
    with reading(alike.workplace.engine) as session:
        query = select(Message).where(Message.id > last).order_by(col(Message.id))
        office = office_of(alike.workplace)
        texts = [compose(session, message, later, office).text for message in session.exec(query)]
    told = [text for text in texts if CALLED in text]
    assert not any(BARE.search(text) for text in told)
    lines = [re.findall(rf"^- {CALLED} \((\w+)\): quá hạn", text, re.M) for text in told]
    assert ["SL", "YL"] in map(sorted, lines)
