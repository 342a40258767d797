"""A letter to somebody who leads work and takes part in other work asks for each by its role."""

from composed_letter import compose
from sites import Site
from sqlmodel import select

from dondoc.services.delivery.remind import office_of
from dondoc.store.database import reading
from models.message import Message
from models.person import Person

LEADS_AND_TAKES_PART = "CB-STC1"
"""Leads three products of the sample, one of them late, and takes part in another unit's."""


def test_nobody_is_asked_to_report_what_another_unit_leads(shown: Site) -> None:
    workplace = shown.workplace
    with reading(workplace.engine) as session:
        query = select(Message).join(Person).where(Person.code == LEADS_AND_TAKES_PART)
        letter = compose(
            session, session.exec(query).one(), workplace.clock().now(), office_of(workplace)
        )
    said = " ".join(letter.text.partition("Kính gửi")[0].splitlines())
    own, _, partner = said.partition("phối hợp")
    assert "báo cáo kết quả ngay trong hôm nay: 1 mốc đã quá hạn" in own
    assert "2 mốc sắp đến hạn cần có báo cáo theo từng thời hạn ghi bên dưới" in own
    assert "để đơn vị chủ trì báo cáo chậm nhất thứ Tư 25/5: 1 mốc sắp đến hạn" in partner
