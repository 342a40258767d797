"""Who holds an issue of a digest: by name on its page, also once another one replaces it."""

from datetime import date

from session_on_pages import on_day
from sites import Site
from sqlalchemy import update
from sqlmodel import col, select

from dondoc.store.database import reading, writing
from models.message import Message, MessageState
from models.person import Person
from tests.web.digest.test_issued_anew import SECRETARIAT, compiled, sent


def issued(site: Site) -> str:
    """The path of a digest of which every letter was sent."""
    path = compiled(site)
    sent(site, path, "approve")
    sent(site, path, "issue")
    with writing(site.workplace.engine) as session:
        brings = col(Message.digest_id) == int(path.rpartition("/")[2])
        session.execute(update(Message).where(brings).values(state=MessageState.SENT))
    return path


def test_who_holds_a_withdrawn_issue_is_known_and_who_is_not_told_of_the_new_one(
    site: Site,
) -> None:
    first, client = issued(site), site.client(SECRETARIAT)
    sent(site, first, "reopen", reason="Sai số liệu")
    assert "ai nhận, phần nào" in client.get(first).text
    on_day(site, date(2022, 5, 23))
    second = issued(site)
    assert second != first
    assert "không nhận bản này" not in client.get(second).text
    with writing(site.workplace.engine) as session:
        key = int(second.rpartition("/")[2])
        letter = session.scalars(select(Message).where(col(Message.digest_id) == key)).first()
        assert letter is not None
        person = letter.person_id
        theirs = (col(Message.digest_id) == key, col(Message.person_id) == person)
        session.execute(update(Message).where(*theirs).values(state=MessageState.MOOT))
    with reading(site.workplace.engine) as session:
        name = session.get_one(Person, person).full_name
    told = client.get(second).text
    assert f"Đã nhận bản trước mà không nhận bản này: {name}. Đề nghị báo" in told


def test_rows_of_lists_lead_to_their_items_on_the_page_and_nowhere_else(site: Site) -> None:
    path, client = compiled(site), site.client(SECRETARIAT)
    page = client.get(path).text
    overdue = page[page.index('<h2 id="overdue">') :].partition("</table>")[0]
    assert overdue.count('<a href="/items/2022/') == overdue.count('role="row"') - 1
    assert "/items/" not in client.get(f"{path}/paper.html").text
