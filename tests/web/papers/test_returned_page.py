"""A paper that was edited in Word is uploaded and compared with what it was made of."""

import re
from dataclasses import replace
from datetime import date
from html import unescape
from io import BytesIO

import docx
from httpx import Response
from sites import Site
from sqlmodel import select

from dondoc.services.organisation.viewer import open_viewer
from dondoc.services.papers.layouts import PaperForm
from dondoc.services.papers.of_digest import PaperOrder
from dondoc.services.papers.returned.check import PaperMarks
from dondoc.services.papers.returned.original import original_of
from dondoc.store.database import reading
from models.person import Holding, Person, Position
from models.rules.roles import Mandate

SECRETARY, OTHER = "CB-YL4", "CB-LT4"
LETTER = "/papers/units/9/letter.state.docx"


def sent(site: Site, code: str, content: bytes) -> Response:
    files = {"file": ("cong-van.docx", content)}
    return site.client(code).post("/papers/check", data={"form": "state"}, files=files)


def edited(content: bytes) -> bytes:
    """With another number of working days overdue."""
    document = docx.Document(BytesIO(content))
    cell = document.tables[1].cell(1, 3).paragraphs[0]
    assert cell.text == "12"
    cell.runs[0].text = "2"
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def test_a_number_that_was_changed_is_named(shown: Site) -> None:
    content = shown.client(SECRETARY).get(LETTER).content
    assert "trong văn bản" not in sent(shown, SECRETARY, content).text
    page = sent(shown, SECRETARY, edited(content)).text
    assert "2 trong văn bản, 12 trong số liệu" in page and "Diện tích đất" in page


def test_whoever_may_not_make_the_paper_learns_no_figure(shown: Site) -> None:
    content = edited(shown.client(SECRETARY).get(LETTER).content)
    page = sent(shown, OTHER, content).text
    assert "12 trong số liệu" not in page and "Chưa đối chiếu số liệu" in page


def test_a_file_that_is_none_is_refused_at_its_field(shown: Site) -> None:
    answer = sent(shown, SECRETARY, b"not a file")
    assert answer.status_code == 422 and 'class="field wrong"' in answer.text


HEAD, SECRETARIAT = "CB-LT1", "CB-VPTU3"


def kept_digest(site: Site) -> tuple[int, int]:
    """An approved digest, and a unit that has a part of it."""
    client = site.client(SECRETARIAT)
    made = client.post("/digests", data={"quarter": "2022-Q1"}).headers["location"]
    path = made.partition("?")[0]
    seen = re.search(r'name="seen" value="([^"]*)"', client.get(path).text)
    assert seen is not None
    approved = client.post(f"{path}/approve", data={"seen": unescape(seen[1])})
    assert approved.status_code == 303
    with reading(site.workplace.engine) as session:
        head = session.exec(select(Person).where(Person.code == HEAD)).one()
        held = select(Position.unit_id).join(Holding).where(Holding.person_id == head.key)
        return int(path.rsplit("/", 1)[-1]), session.exec(held).first() or 0


def test_a_units_part_is_compared_and_no_old_year_makes_a_right_of_a_digest(site: Site) -> None:
    digest_id, unit_id = kept_digest(site)
    part = f"/digests/{digest_id}/units/{unit_id}/papers/state.docx"
    content = site.client(HEAD).get(part).content
    assert "Chưa đối chiếu số liệu" not in sent(site, HEAD, content).text
    assert "Chưa đối chiếu số liệu" in sent(site, SECRETARY, content).text  # of another unit

    marks = PaperMarks("digest", PaperForm.STATE, date(2022, 5, 20), {"id": str(digest_id)})
    order = PaperOrder(PaperForm.STATE, date(2022, 5, 20))
    with reading(site.workplace.engine) as session:
        for code, allowed in ((SECRETARIAT, True), (HEAD, False)):
            person = session.exec(select(Person).where(Person.code == code)).one()
            viewer = open_viewer(session, person, None, date(2022, 5, 20))
            once = replace(viewer, mandates=frozenset({Mandate.SECRETARIAT}))
            assert (original_of(session, once, marks, order) is not None) is allowed
