"""Absences on pages: recorded and taken back by those above, read by the person, shown in days."""

import html
import re
from copy import deepcopy
from datetime import date

import pytest
from evaluation_round import NAME, OFFICIAL, PAGE, ROUND, form_of, opened
from sites import Site
from sqlmodel import col, select

from dondoc.i18n import translator
from dondoc.services.history.setting_words import setting_words
from dondoc.store.database import reading, writing
from models.evaluation_absence import EvaluationAbsence
from models.evaluation_round import EvaluationDossier, EvaluationRound, EvaluationRoundStep
from models.event import Event
from models.person import Holding, Person
from models.rules.evaluation_course.rounds import RoundStepKind
from tests.web.evaluation.test_session_pages import called

OFFICE, BODY, HEAD = "CB-VPTU3", "CB-TTTU1", "CB-YL1"
ABSENCES = f"{PAGE}/absences"
PAPER = "Giấy nghỉ ốm 12/BV ngày 15/02/2022"
TYPED = {"first": "2022-02-15", "last": "2022-03-31", "reason": "sick", "paper": PAPER}
HALF = "45/90 ngày theo lịch"


def record(site: Site, by: str = OFFICE, **typed: str) -> tuple[int, str]:
    client = site.client(by)
    carried = form_of(client.get(ABSENCES).text, ABSENCES)
    answer = client.post(ABSENCES, data=carried | TYPED | typed)
    if answer.status_code == 303:
        return 303, html.unescape(client.get(answer.headers["location"]).text)
    return answer.status_code, html.unescape(answer.text)


def stored(site: Site) -> list[EvaluationAbsence]:
    with reading(site.workplace.engine) as session:
        found = list(session.scalars(select(EvaluationAbsence)))
        session.expunge_all()
    return found


def counted_from_half(site: Site) -> None:
    """The frozen rules of the round, by which half a period away counts with the next."""
    with writing(site.workplace.engine) as session:
        held = session.scalars(select(EvaluationRound)).one()
        sets = deepcopy(held.rule_sets)
        for each in sets.values():
            each["content"]["periods"]["absence_from"]["value"] = 50
        held.rule_sets = sets


def below_the_head_of_another_unit(site: Site) -> None:
    """The official is evaluated under HEAD: of heads the deciding body is the level above."""
    with writing(site.workplace.engine) as session:
        units = {
            row.code: dossier
            for dossier, row in session.exec(select(EvaluationDossier, Person).join(Person))
        }
        units[OFFICIAL].unit_id, units[OFFICIAL].leads = units[HEAD].unit_id, False


def test_the_office_records_and_the_person_reads(site: Site) -> None:
    opened(site)
    status, page = record(site)
    assert status == 303 and "Đã ghi thời gian nghỉ." in page and PAPER in page
    assert f"Nghỉ {HALF}." in page
    own = html.unescape(site.client(OFFICIAL).get(ABSENCES).text)
    assert "15/02/2022 – 31/03/2022: nghỉ ốm" in own and PAPER in own
    assert '<form method="post" action="/evaluation' not in own
    assert "do cấp trên, đơn vị hoặc văn phòng ghi" in own
    looks = html.unescape(site.client(OFFICIAL).get(PAGE).text)
    assert f'href="{ABSENCES}"' in looks and f"Nghỉ {HALF}." in looks


def test_reason_and_paper_are_no_matter_of_those_who_only_decide(site: Site) -> None:
    opened(site)
    below_the_head_of_another_unit(site)
    assert record(site, by=HEAD)[0] == 303
    key = stored(site)[0].key
    for code in (BODY, "CB-LT1"):
        client = site.client(code)
        assert client.get(ABSENCES).status_code == 404, code
        assert client.post(ABSENCES, data=TYPED).status_code == 404, code
        assert client.post(f"{ABSENCES}/{key}", data={f"why-{key}": "x"}).status_code == 404
    page = html.unescape(site.client(BODY).get(PAGE).text)
    assert f"Nghỉ {HALF}." in page and f'href="{ABSENCES}"' not in page
    assert PAPER not in page and "nghỉ ốm" not in page
    assert f'href="{ABSENCES}"' not in site.client(BODY).get(ROUND).text
    assert f'href="{ABSENCES}"' in site.client(OFFICE).get(ROUND).text


def test_nobody_records_their_own(site: Site) -> None:
    opened(site)
    answer = site.client(OFFICIAL).post(ABSENCES, data=TYPED)
    assert answer.status_code == 422
    assert "Thời gian nghỉ của mình" in html.unescape(answer.text)
    assert stored(site) == []


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"first": ""}, "Ngày đầu vắng mặt không được để trống"),
        ({"last": "hôm kia"}, "hôm kia"),
        ({"last": "2022-02-01"}, "Ngày cuối"),
        ({"reason": "?"}, "Chọn lý do nghỉ."),
        ({"paper": " "}, "Cần ghi căn cứ"),
        ({"paper": "x" * 501}, "nhiều nhất 500 ký tự"),
        ({"first": "2022-04-05", "last": "2022-04-06"}, "không có ngày nào trong quý I/2022"),
        ({"first": "2022-05-30", "last": "2022-06-06"}, "chưa bắt đầu"),
    ],
)
def test_what_cannot_be_recorded_is_said_and_stays_as_typed(
    site: Site, typed: dict[str, str], words: str
) -> None:
    opened(site)
    status, page = record(site, **typed)
    assert status == 422 and words.lower() in page.lower()
    stays = {
        **TYPED,
        "paper": PAPER if "paper" not in typed else typed["paper"].strip(),
        **{name: value for name, value in typed.items() if name != "paper"},
    }
    chosen = stays.pop("reason")
    assert all(
        f'name="{name}"' in page and f'value="{value}"' in page for name, value in stays.items()
    )
    assert f'value="{chosen}" selected' in page or chosen == "?"
    assert stored(site) == []


def test_days_stand_once_and_a_form_pressed_twice_is_done(site: Site) -> None:
    opened(site)
    client = site.client(OFFICE)
    carried = form_of(client.get(ABSENCES).text, ABSENCES) | TYPED
    assert [client.post(ABSENCES, data=carried).status_code for _ in range(2)] == [303, 303]
    assert len(stored(site)) == 1
    status, page = record(site, first="2022-03-31", last="2022-04-02")
    assert status == 422 and "15/02/2022 – 31/03/2022" in page


def test_a_page_that_is_older_than_what_was_recorded_is_refused(site: Site) -> None:
    opened(site)
    client = site.client(OFFICE)
    old = form_of(client.get(ABSENCES).text, ABSENCES)
    record(site)
    later = {"first": "2022-01-04", "last": "2022-01-05"}
    answer = client.post(ABSENCES, data=old | TYPED | later)
    said = html.unescape(answer.text)
    assert answer.status_code == 422 and "Thời gian nghỉ đã ghi" in said
    assert 'value="2022-01-04"' in said and len(stored(site)) == 1


def test_it_is_taken_back_with_a_reason_and_stays_to_be_read(site: Site) -> None:
    opened(site)
    _, page = record(site)
    key = stored(site)[0].key
    at, client = f"{ABSENCES}/{key}", site.client(OFFICE)
    carried = form_of(page, at)
    empty = client.post(at, data=carried | {f"why-{key}": ""})
    assert empty.status_code == 422 and "Cần ghi lý do rút" in html.unescape(empty.text)
    assert f'id="why-{key}-error"' in empty.text and "<details open>" in empty.text
    long = client.post(at, data=carried | {f"why-{key}": "Nhầm " * 200})
    assert long.status_code == 422 and "Nhầm Nhầm" in html.unescape(long.text)
    done = client.post(at, data=carried | {f"why-{key}": "Nhập nhầm người"})
    assert done.status_code == 303
    shown = html.unescape(client.get(done.headers["location"]).text)
    assert "Đã rút lần nghỉ." in shown and "Nhập nhầm người" in shown and HALF not in shown
    assert f'action="{at}"' not in shown
    again = client.post(at, data=form_of(shown, ABSENCES) | {f"why-{key}": "Lần nữa"})
    assert again.status_code == 422 and "Không có lần nghỉ nào" in html.unescape(again.text)


def test_whoever_decides_or_proposes_sees_what_the_rule_set_makes_of_it(site: Site) -> None:
    at = called(site)
    record(site)
    counted_from_half(site)
    below_the_head_of_another_unit(site)
    said = f"{HALF}: theo bộ quy tắc tính cùng kỳ sau"
    page = html.unescape(site.client(BODY).get(PAGE).text)
    assert f'<p class="warn">Nghỉ {said}.' in page
    row = html.unescape(site.client(BODY).get(at).text)
    assert f'<span class="soon">◐ nghỉ {said}</span>' in row
    assert f"do nghỉ hoặc mới giữ vị trí:</b> {NAME} (Huyện Yên Lạc)." in row
    others = (
        '<td class="c-held" data-label="Giữ lại vì"><span class="soon">◐ cấp trên chưa nhận xét'
    )
    assert others in row
    assert PAPER not in row and "nghỉ ốm" not in row
    unit = re.search(rf'href="({ROUND}/units/\d+)"', site.client(HEAD).get(PAGE).text)
    assert unit
    assert said in html.unescape(site.client(HEAD).get(unit[1]).text)


def test_whoever_was_appointed_late_is_shown_with_the_day(site: Site) -> None:
    opened(site)
    with writing(site.workplace.engine) as session:
        held = session.scalars(select(EvaluationRound)).one()
        sets = deepcopy(held.rule_sets)
        for each in sets.values():
            each["content"]["periods"]["appointed_months"]["value"] = 1
        held.rule_sets = sets
        person = session.scalars(select(Person).where(col(Person.code) == OFFICIAL)).one()
        query = select(Holding).where(col(Holding.person_id) == person.key)
        for holding in session.scalars(query):
            holding.held_from = date(2022, 3, 10)
    page = html.unescape(site.client(BODY).get(PAGE).text)
    assert "Giữ vị trí từ 10/03/2022: chưa đủ thời gian để xếp loại." in page


def test_in_a_round_that_is_locked_nothing_is_recorded_and_all_stays_to_be_read(
    site: Site,
) -> None:
    opened(site)
    record(site)
    carried = form_of(site.client(OFFICE).get(ABSENCES).text, ABSENCES)
    with writing(site.workplace.engine) as session:
        held = session.scalars(select(EvaluationRound)).one()
        person = session.scalars(select(Person).where(col(Person.code) == OFFICE)).one()
        now = site.workplace.clock().now()
        for kind in (RoundStepKind.PUBLISHED, RoundStepKind.LOCKED):
            session.add(
                EvaluationRoundStep(round_id=held.key, kind=kind, person_id=person.key, at=now)
            )
    page = html.unescape(site.client(OFFICE).get(ABSENCES).text)
    assert PAPER in page and "Kỳ đã khóa, không ghi thêm." in page and "Rút lần nghỉ" not in page
    later = {"first": "2022-01-04", "last": "2022-01-05"}
    assert site.client(OFFICE).post(ABSENCES, data=carried | TYPED | later).status_code == 422
    assert len(stored(site)) == 1


def test_history_says_whose_days_and_not_why(site: Site) -> None:
    opened(site)
    record(site)
    with reading(site.workplace.engine) as session:
        latest = session.scalars(select(Event).order_by(col(Event.id).desc())).first()
    assert latest is not None and "reason" not in latest.data and PAPER not in str(latest.data)
    words = setting_words(latest.data["what"], latest.data, translator("vi"))
    assert words == f"ghi thời gian nghỉ của {NAME}: 15/02/2022 – 31/03/2022"
