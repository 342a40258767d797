"""Papers of an evaluation on the pages: who finds them, which looks are kept, and the dossier."""

import re
import time
import zipfile
from datetime import timedelta
from io import BytesIO
from threading import Event

import docx
import pytest
from evaluation_papers import OFFICE, first_people, round_of_sample
from pypdf import PdfReader
from sites import Site
from sqlalchemy import delete
from sqlmodel import select

from dondoc.services.papers.of_evaluation import dossier
from dondoc.store.database import reading, writing
from dondoc.web.site import background
from models.evaluation_dossier_run import EvaluationDossierRun
from models.evaluation_viewing import EvaluationViewing

HERE = "/evaluation/2022/Q1/papers"
UNIT, SECRETARY, OTHER = 9, "CB-YL4", "CB-VPTU2"


@pytest.fixture(scope="module")
def people(shown: Site) -> list[str]:
    return first_people(shown.workplace, round_of_sample(shown.workplace))


@pytest.fixture
def no_looks(shown: Site) -> None:
    with writing(shown.workplace.engine) as session:
        session.execute(delete(EvaluationViewing))


def looks(site: Site) -> list[tuple[int | None, str]]:
    with reading(site.workplace.engine) as session:
        rows = session.exec(select(EvaluationViewing)).all()
        return [(row.person_id, row.period) for row in rows]


def asked(site: Site, by: str, form: str = "state") -> str:
    """Asks for the dossier; where it is told of."""
    answer = site.client(by).post(f"{HERE}/dossier", data={"unit": str(UNIT), "form": form})
    assert answer.status_code == 303
    found = re.match(rf"{HERE}/runs/\d+", answer.headers["location"])
    assert found is not None
    return found[0]


def test_the_office_finds_all_papers_and_somebody_their_own(shown: Site, people: list[str]) -> None:
    page = shown.client(OFFICE).get(HERE).text
    for kind in ("summary", "approval", "minutes", "submission", "decision", "decision_list"):
        assert f'src="{HERE}/{kind}.party.png' in page
    own = shown.client(people[0]).get(HERE)
    assert own.status_code == 200 and "Cả kỳ đánh giá" not in own.text
    assert f"/evaluation/2022/Q1/{people[0]}/papers/form_335.state.docx" in own.text
    assert people[1] not in own.text
    assert shown.client("CB-LT2").get(HERE).status_code == 404
    assert shown.client(OFFICE).get("/evaluation/2022/Q2/papers").status_code == 404


def test_the_pages_of_the_round_and_of_a_person_lead_to_the_papers(
    shown: Site, people: list[str]
) -> None:
    assert f'href="{HERE}"' in shown.client(OFFICE).get("/evaluation/2022/Q1").text
    page = shown.client(people[0]).get(f"/evaluation/2022/Q1/{people[0]}").text
    assert f'href="{HERE}?unit=' in page


@pytest.mark.usefixtures("no_looks")
def test_what_somebody_takes_along_is_their_own_file_and_no_look(
    shown: Site, people: list[str]
) -> None:
    client = shown.client(people[0])
    word = client.get(f"/evaluation/2022/Q1/{people[0]}/papers/work.state.docx")
    assert docx.Document(BytesIO(word.content)).tables
    assert f"work-2022-Q1-{people[0]}" in word.headers["content-disposition"]
    assert looks(shown) == []
    assert client.get(f"/evaluation/2022/Q1/{people[1]}/papers/work.state.docx").status_code == 404


@pytest.mark.usefixtures("no_looks")
def test_taking_anothers_paper_is_one_look_for_word_and_pdf(shown: Site, people: list[str]) -> None:
    for ending in ("docx", "pdf", "png"):
        address = f"/evaluation/2022/Q1/{people[0]}/papers/form_335.state.{ending}"
        assert shown.client(OFFICE).get(address).status_code == 200
    ((whose, period),) = looks(shown)
    assert whose is not None and period == "2022-Q1"
    assert shown.client(OFFICE).get(f"{HERE}/summary.state.xlsx").status_code == 200
    assert looks(shown)[1:] == [(None, "2022-Q1")]


@pytest.mark.parametrize(
    "address",
    [
        f"{HERE}/summary.other.pdf", f"{HERE}/nothing.state.pdf", f"{HERE}/summary.state.exe",
        f"{HERE}/form_335.state.pdf", f"{HERE}/decision.state.xlsx",
        "/evaluation/2022/Q1/CB-BX1/papers/summary.state.pdf",
        "/evaluation/2022/Q1/CB-BX1/papers/form_335.party.pdf",
        "/evaluation/2022/Q1/KHONG-CO/papers/work.state.pdf",
        f"{HERE}?unit=999", f"{HERE}/runs/1", f"{HERE}/runs/1.zip",
    ],
)  # fmt: skip
def test_what_there_is_not_is_not_found(shown: Site, people: list[str], address: str) -> None:
    assert people
    assert shown.client(OFFICE).get(address).status_code == 404


@pytest.mark.usefixtures("no_looks")
def test_one_act_makes_the_whole_dossier_of_a_unit(shown: Site, people: list[str]) -> None:
    run, client = asked(shown, SECRETARY), shown.client(SECRETARY)
    assert people and f"{run}.zip" in client.get(run).text
    with zipfile.ZipFile(BytesIO(client.get(f"{run}.zip").content)) as archive:
        names = archive.namelist()
        assert names[:3] == ["00-summary.docx", "00-summary.pdf", "00-summary.xlsx"]
        whose = [name for name in names if name.endswith("-form_335.pdf")]
        assert len(names) == 3 + 4 * len(whose) and len(whose) == 1
        pages = PdfReader(BytesIO(archive.read(whose[0]))).pages
        assert "Huyện Yên Lạc" in " ".join(pages[0].extract_text().split())
        assert docx.Document(BytesIO(archive.read(whose[0].replace("pdf", "docx")))).tables
    assert len(looks(shown)) == 1


def test_in_the_party_s_layout_the_form_of_the_decree_that_judges_is_there_too(
    shown: Site, people: list[str]
) -> None:
    run, client = asked(shown, SECRETARY, "party"), shown.client(SECRETARY)
    with zipfile.ZipFile(BytesIO(client.get(f"{run}.zip").content)) as archive:
        forms = [name for name in archive.namelist() if "form" in name and name.endswith("pdf")]
        assert people and [name.rpartition("-")[2] for name in forms] == [
            "form_335.pdf", "form_366.pdf",
        ]  # fmt: skip
        pages = PdfReader(BytesIO(archive.read(forms[0]))).pages
        assert "CỘNG HÒA XÃ HỘI" in pages[0].extract_text()


def test_nobody_makes_or_takes_the_dossier_of_anothers_unit(shown: Site, people: list[str]) -> None:
    assert people
    stranger, run = shown.client("CB-LT4"), asked(shown, SECRETARY)
    data = {"unit": str(UNIT), "form": "state"}
    assert stranger.post(f"{HERE}/dossier", data=data).status_code == 404
    assert shown.client(SECRETARY).get(f"{run}.zip").status_code == 200
    for address in (run, f"{run}.zip"):
        assert stranger.get(address).status_code == 404
    for unit in ("", "x", "1" * 30, "²"):
        answer = shown.client(SECRETARY).post(f"{HERE}/dossier", data={"unit": unit})
        assert answer.status_code == 404


def test_a_page_waits_for_no_dossier_and_two_who_want_it_wait_for_one(
    shown: Site, people: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert people
    monkeypatch.setattr(background, "PATIENCE_SECONDS", 0.0)
    go_on = Event()

    def slow(*args: object) -> bytes:
        go_on.wait(60)
        return b"zip"

    monkeypatch.setattr("dondoc.web.papers.evaluation_dossier.unit_dossier", slow)
    run = asked(shown, OFFICE)
    assert asked(shown, OTHER) == run
    waiting = shown.client(OTHER).get(run)
    assert waiting.headers["refresh"] == "2" and "yêu cầu lúc" in waiting.text
    assert shown.client(OTHER).get(f"{run}.zip").status_code == 404
    assert asked(shown, SECRETARY) != run  # decisions that are not published stand in it
    go_on.set()
    until(shown, run, "Tải tệp nén", OFFICE)


def test_the_unit_does_not_take_the_office_s_dossier_before_publication(
    shown: Site, people: list[str]
) -> None:
    assert people
    run = asked(shown, OFFICE)
    assert shown.client(OTHER).get(f"{run}.zip").status_code == 200
    for address in (run, f"{run}.zip"):
        assert shown.client(SECRETARY).get(address).status_code == 404


def test_a_dossier_made_again_leaves_no_older_file(shown: Site, people: list[str]) -> None:
    assert people
    first, second = (asked(shown, SECRETARY, "party") for _ in range(2))
    client = shown.client(SECRETARY)
    assert "không còn được giữ" in client.get(first).text
    assert client.get(f"{first}.zip").status_code == 404
    assert client.get(f"{second}.zip").status_code == 200


def test_a_file_of_points_is_kept_for_a_week(shown: Site, people: list[str]) -> None:
    assert people
    run = asked(shown, SECRETARY)
    with writing(shown.workplace.engine) as session:
        kept = session.get_one(EvaluationDossierRun, int(run.rsplit("/", 1)[1]))
        assert kept.ended_at is not None and kept.content
        kept.ended_at -= timedelta(days=8)
    assert shown.client(SECRETARY).get(f"{run}.zip").status_code == 404


def test_a_dossier_that_failed_says_so_and_an_ended_process_too(
    shown: Site, people: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert people
    monkeypatch.setattr(background, "PATIENCE_SECONDS", 0.0)
    go_on = Event()

    def broken(*args: object) -> bytes:
        go_on.wait(60)
        raise RuntimeError

    monkeypatch.setattr(dossier, "_papers", broken)
    run = asked(shown, SECRETARY)
    go_on.set()
    until(shown, run, "lỗi của hệ thống")
    with writing(shown.workplace.engine) as session:
        kept = session.get_one(EvaluationDossierRun, int(run.rsplit("/", 1)[1]))
        kept.ended_at, kept.error = None, ""
        kept.beat_at -= timedelta(days=1)
    assert "dừng giữa chừng" in shown.client(SECRETARY).get(run).text


def until(site: Site, run: str, words: str, by: str = SECRETARY) -> None:
    """Waits until the page of a run says it."""
    deadline = time.monotonic() + 60
    while words not in site.client(by).get(run).text:
        assert time.monotonic() < deadline
        time.sleep(0.1)
