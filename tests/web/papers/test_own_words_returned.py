"""What the office's own template says in itself is no wrong figure of a paper that comes back."""

from datetime import date, timedelta
from io import BytesIO

import docx
from own_templates import edited
from sites import Site
from sqlmodel import select

from dondoc.clock import wall_clock
from dondoc.services.organisation.changes import acting_for_office
from dondoc.services.papers.layouts import PaperForm
from dondoc.services.papers.own.templates import back_to_standard, checked_template, keep_template
from dondoc.store.database import writing
from models.paper_template import PaperTemplate

SECRETARIAT, LETTER = "CB-VPTU3", "/papers/units/9/letter.state.docx"
SAID = "Đề nghị các đơn vị gửi báo cáo trước ngày 25 hằng tháng."


def own() -> bytes:
    document = docx.Document(BytesIO(edited(SAID)))
    document.sections[0].first_page_footer.paragraphs[0].text = "Điện thoại: 0211.3862.505"
    document.add_table(1, 1).cell(0, 0).text = "Tài khoản 12345"
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def keeps_own(site: Site) -> None:
    template = checked_template(PaperForm.STATE, "mau.docx", own())
    assert template.faults == ()
    with writing(site.workplace.engine) as session:
        now = site.workplace.clock().now()
        keep_template(acting_for_office(session, SECRETARIAT, now, wall_clock()), template)


def found(site: Site, content: bytes) -> str:
    files = {"file": ("cong-van.docx", content)}
    answer = site.client(SECRETARIAT).post("/papers/check", data={"form": "state"}, files=files)
    return answer.text


def changed(content: bytes, old: str, new: str) -> bytes:
    document = docx.Document(BytesIO(content))
    paragraph = next(each for each in document.paragraphs if old in each.text)
    paragraph.runs[0].text = paragraph.text.replace(old, new)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def test_numbers_that_the_template_says_are_right_and_others_are_not(site: Site) -> None:
    keeps_own(site)
    content = site.client(SECRETARIAT).get(LETTER).content
    page = found(site, content)
    for number in ("25 hằng tháng", "0211", "12345"):
        assert number not in page
    assert "trước ngày 20 hằng tháng" in found(site, changed(content, "ngày 25", "ngày 20"))


def test_a_template_that_was_taken_out_of_use_that_day_or_later_is_known(site: Site) -> None:
    keeps_own(site)
    content = site.client(SECRETARIAT).get(LETTER).content
    with writing(site.workplace.engine) as session:
        now = site.workplace.clock().now()
        back_to_standard(
            acting_for_office(session, SECRETARIAT, now, wall_clock()), PaperForm.STATE
        )
    assert "25 hằng tháng" not in found(site, content)
    with writing(site.workplace.engine) as session:
        kept = session.exec(select(PaperTemplate)).one()
        kept.retired_at = now - timedelta(days=2)
    assert "25 hằng tháng" in found(site, content)
    assert site.workplace.clock().today() == date(2022, 5, 20)
