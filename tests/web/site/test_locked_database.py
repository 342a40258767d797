"""A database that somebody holds too long: every door gives back what was typed."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import papers
import pytest
from matrix_of_routes import ROWS
from matrix_rows import PEOPLE, Row
from report_form import BY, GOOD, HERE, nonce
from sites import Site

from dondoc.store import database

TYPED = "Câu chữ đã viết trong lúc chờ"
BUTTONS = frozenset({"/account/tokens/{token_id}/revoke"})
"""Doors at which nothing is typed."""
WORDS = ("narrative", "note", "reason", "comment", "text", "words", "name", "title")


@contextmanager
def held(site: Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Another program writes and does not end; the pages wait a moment instead of 30 seconds."""
    monkeypatch.setattr(database, "BUSY_TIMEOUT_MS", 20)
    engine = site.workplace.engine
    engine.dispose()
    with closing(sqlite3.connect(str(engine.url.database), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def _who(row: Row) -> str:
    return next((PEOPLE[role] for role in PEOPLE if role in row.allowed), BY)


@pytest.mark.parametrize("files", [{}, {"files": ("ảnh.png", papers.photo())}])
def test_a_report_comes_back(
    site: Site, monkeypatch: pytest.MonkeyPatch, files: dict[str, tuple[str, bytes]]
) -> None:
    client = site.client(BY)
    page = client.get(HERE).text
    with held(site, monkeypatch):
        answer = client.post(HERE, data=GOOD | {"nonce": nonce(page)}, files=files)
    assert answer.status_code == 503
    assert f">{GOOD['narrative']}</textarea>" in answer.text


def test_no_door_loses_what_was_typed(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    doors = [row for row in ROWS if row.method == "POST" and row.route not in BUTTONS]
    rows = [row for row in doors if not row.address.startswith("/api")]
    clients = {code: site.client(code) for code in sorted({_who(row) for row in rows})}
    busy, lost = [], []
    with held(site, monkeypatch):
        for row in rows:
            typed = dict.fromkeys(WORDS, TYPED) | dict(row.data)
            client = site.visitor() if row.public else clients[_who(row)]
            answer = client.post(row.address, data=typed)
            busy += [row.address] if answer.status_code == 503 else []
            if answer.status_code >= 500 and TYPED not in answer.text:
                lost.append((row.address, answer.status_code))
    assert lost == []
    assert len(busy) > len(rows) // 4
