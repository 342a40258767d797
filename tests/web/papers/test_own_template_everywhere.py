"""An own template that is in force is the template of every paper, whichever door it leaves by."""

import re
from datetime import date
from io import BytesIO
from pathlib import Path

import docx
import pytest
from meeting_pages import Secretariat
from sites import Site
from templates_in_use import OWN, has_own_template

from dondoc.services.digest.publish import DigestOrder, publish
from dondoc.services.papers.layouts import PaperForm
from dondoc.services.papers.of_digest import PaperOrder
from dondoc.services.papers.paper import Paper
from dondoc.services.papers.publish import write_digest_papers
from dondoc.services.papers.write import FileFormat
from dondoc.web.meetings import meeting_files, meetings
from dondoc.web.papers import answers

SECRETARIAT, STATE = "CB-VPTU3", PaperForm.STATE
DAY = date(2022, 5, 20)


def _words(content: bytes) -> str:
    return "\n".join(each.text for each in docx.Document(BytesIO(content)).paragraphs)


def test_papers_of_a_meeting_are_on_it(site: Site) -> None:
    has_own_template(site.workplace.engine, SECRETARIAT, STATE)
    at = Secretariat(site)
    for which in ("pack", "minutes", "notice"):
        address = f"{at.address}/{which}/state.docx"
        assert OWN in _words(at.client.get(address).content)
        assert OWN not in _words(at.client.get(f"{address}?standard=1").content)


def test_what_is_handed_out_without_libreoffice_is_on_the_standard_one_as_the_page_says(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    has_own_template(site.workplace.engine, SECRETARIAT, STATE)
    for module in (meeting_files, meetings):
        monkeypatch.setattr(module, "program", lambda: None)
    at = Secretariat(site)
    assert "nên bản phát ra theo mẫu chuẩn" in at.page()
    assert at.send("/handed-out", paper="pack", form="state").status_code == 303
    (word,) = re.findall(r'href="([^"]*/handed-out/\d+\.docx)', at.page())
    assert OWN not in _words(at.client.get(word).content)


def test_a_digest_that_a_command_writes_is_on_it(site: Site, tmp_path: Path) -> None:
    engine = site.workplace.engine
    has_own_template(engine, SECRETARIAT, STATE)
    made = publish(engine, DigestOrder("2022-Q1", DAY, sample=True), site.workplace.clock().now(),
                   tmp_path)  # fmt: skip
    order, page = PaperOrder(STATE, DAY), made.files[0]
    for is_standard in (False, True):
        (file,), _ = write_digest_papers(
            engine, made.figures, order, [FileFormat.DOCX], page, is_standard=is_standard
        )
        assert (OWN in _words(file.read_bytes())) is not is_standard


def test_the_picture_of_a_units_part_is_of_it(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[bool] = []

    def noted(_paper: Paper, own: bytes | None = None) -> bytes:
        shown.append(own is not None)
        return b""

    monkeypatch.setattr(answers, "preview", noted)
    has_own_template(site.workplace.engine, SECRETARIAT, STATE)
    path = site.client(SECRETARIAT).post("/digests", data={"quarter": "2022-Q1"})
    number = str(path.headers["location"]).partition("?")[0]
    site.client(SECRETARIAT).get(f"{number}/units/9/papers/state.png")
    assert shown == [True]
