"""A full disk, and files that are too many or too large: what was typed is never lost."""

import errno
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import papers
import pytest
import sample_acts
from full_disk import no_file_beyond
from report_form import BY, GOOD, HERE, REF, nonce
from sites import SAME_SITE, Site
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from dondoc.store import full
from dondoc.store.full import is_full
from dondoc.web.site import form_reader

MEGABYTE = 1024**2
HEAVY = papers.photo() + bytes(3 * MEGABYTE)


def files_of(site: Site) -> list[Path]:
    return [path for path in site.workplace.evidence.rglob("*") if path.is_file()]


def test_words_are_kept_and_no_half_file_is_left_where_the_disk_takes_no_file(site: Site) -> None:
    client, before = site.client(BY), files_of(site)
    client.get(HERE)
    with no_file_beyond(MEGABYTE):
        answer = client.post(HERE, data=GOOD, files={"files": ("ảnh.png", HEAVY)})
    assert answer.status_code == 422 and "hết dung lượng" in answer.text
    assert GOOD["narrative"] in answer.text and files_of(site) == before
    kept = sample_acts.draft(site, REF, BY)
    assert kept is not None and kept.text("narrative") == GOOD["narrative"] and kept.files == ()
    assert sample_acts.sent(site, REF) is None


def test_no_half_file_is_left_where_the_disk_fills_while_it_is_written(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, before = site.client(BY), files_of(site)
    monkeypatch.setattr(form_reader.FormReader, "spool_max_size", 10 * MEGABYTE)
    with no_file_beyond(MEGABYTE):
        answer = client.post(HERE, data=GOOD, files={"files": ("ảnh.png", HEAVY)})
    assert answer.status_code == 422 and "hết dung lượng" in answer.text
    assert files_of(site) == before and sample_acts.draft(site, REF, BY) is not None


def test_no_file_eats_the_last_space(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    client = site.client(BY)
    monkeypatch.setattr(full, "MIN_FREE", 2**60)
    answer = client.post(HERE, data=GOOD, files={"files": ("ảnh.png", papers.photo())})
    assert answer.status_code == 422 and "hết dung lượng" in answer.text
    assert sample_acts.draft(site, REF, BY) is not None


@pytest.mark.parametrize("files", [{}, {"files": ("ảnh.png", papers.photo())}])
def test_a_database_that_cannot_be_written_gives_the_text_back(
    site: Site, files: dict[str, tuple[str, bytes]]
) -> None:
    client = site.client(BY)
    page = client.get(HERE).text
    with no_file_beyond(1):
        answer = client.post(HERE, data=GOOD | {"nonce": nonce(page)}, files=files)
        shown = client.get(HERE)
    assert answer.status_code == 507 and "Ổ đĩa của máy chủ đã đầy" in answer.text
    assert f">{GOOD['narrative']}</textarea>" in answer.text and ">70</textarea>" in answer.text
    assert shown.status_code == 200  # looking goes on


def test_signing_in_at_a_full_disk_says_so(site: Site) -> None:
    with no_file_beyond(1):
        answer = site.visitor().post("/sign-in", data={"code": BY, "password": "long enough"})
    assert answer.status_code == 507 and "Ổ đĩa của máy chủ đã đầy" in answer.text
    assert "long enough" not in answer.text


@pytest.mark.parametrize("number", [41, 60])
def test_more_files_than_are_read_lose_no_word(site: Site, number: int) -> None:
    files = [("files", (f"{n}.png", papers.photo())) for n in range(number)]
    answer = site.client(BY).post(HERE, data=GOOD, files=files)
    assert answer.status_code == 422 and f"Có {number} tệp" in answer.text
    kept = sample_acts.draft(site, REF, BY)
    assert kept is not None and kept.text("narrative") == GOOD["narrative"]


def test_more_bytes_than_are_taken_in_lose_no_word(site: Site) -> None:
    def body() -> Iterator[bytes]:
        head = 'Content-Disposition: form-data; name="narrative"\r\n\r\nCâu chữ đã viết'
        yield f"--x\r\n{head}\r\n".encode()
        yield b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.png"\r\n\r\n'
        for _ in range(70):
            yield bytes(MEGABYTE)
        yield b"\r\n--x--\r\n"

    headers = SAME_SITE | {"content-type": "multipart/form-data; boundary=x"}
    answer = site.client(BY).post(HERE, content=body(), headers=headers)
    assert answer.status_code == 413 and ">Câu chữ đã viết</textarea>" in answer.text


def test_a_fault_of_ours_gives_the_text_back(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("a fault")

    monkeypatch.setattr("dondoc.web.reports.report.take", fail)
    client = site.client(BY)
    with suppress(RuntimeError):
        client._transport.raise_server_exceptions = False  # type: ignore[attr-defined]
        answer = client.post(HERE, data=GOOD)
    assert answer.status_code == 500 and f">{GOOD['narrative']}</textarea>" in answer.text


def test_administrators_are_told_before_the_disk_is_full(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = site.client("CB-VPTU5")
    assert "chỉ còn trống" not in office.get("/").text
    monkeypatch.setattr("dondoc.web.site.pages.ALARM_BELOW", 2**60)
    assert "chỉ còn trống" in office.get("/", follow_redirects=True).text
    assert "chỉ còn trống" not in site.client(BY).get("/", follow_redirects=True).text


def test_sqlite_says_that_it_is_full() -> None:
    with closing(create_engine("sqlite://").connect()) as connection:
        connection.execute(text("CREATE TABLE t (x)"))
        connection.execute(text("PRAGMA max_page_count = 2"))
        with pytest.raises(OperationalError) as refused:
            connection.execute(text("INSERT INTO t VALUES (zeroblob(100000))"))
    assert is_full(refused.value)


def test_the_system_and_postgresql_say_that_the_disk_is_full() -> None:
    from psycopg.errors import DiskFull, LockNotAvailable

    assert is_full(OperationalError("", {}, DiskFull())) and is_full(OSError(errno.ENOSPC, ""))
    assert not is_full(OperationalError("", {}, LockNotAvailable()))
    assert not is_full(OSError(errno.EACCES, ""))
