"""A session of the deciding body as its pages are used."""

import html
import re
from dataclasses import replace
from datetime import date

from evaluation_round import ROUND, form_of, opened
from sites import Site
from sqlmodel import col, select

from dondoc.clock import at as at_hour
from dondoc.clock import wall_clock
from dondoc.store.database import reading
from models.evaluation_round import EvaluationDossierStep
from models.rules.evaluation_course.dossiers import DossierStepKind

SECRETARIAT, OTHER, STANDING = "CB-VPTU3", "CB-VPTU2", "CB-TTTU1"

DECISIONS = f"{ROUND}/decisions"
CALLED = {
    "held_on": "2022-06-20", "body": "Ban Thường vụ Tỉnh ủy", "members": "15", "present": "13",
}  # fmt: skip


def on_day(site: Site, day: date) -> None:
    """The clock of the pages is set to the morning of a day."""
    offset = at_hour(day, 9) - wall_clock()
    site.app.state.workplace = replace(site.app.state.workplace, offset=offset)


def called(site: Site) -> str:
    """The address of a session that is held; the comments were to come before it."""
    opened(site)
    on_day(site, date(2022, 6, 20))
    client = site.client(SECRETARIAT)
    page = client.get(DECISIONS).text
    answer = client.post(DECISIONS, data=form_of(page, DECISIONS) | CALLED | {"act": "call"})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].partition("?")[0]


def seen_in(page: str) -> dict[str, str]:
    """What the forms on the round as a whole carry."""
    return {"seen": html.unescape(re.findall(r'name="seen" value="([^"]*)"', page)[0])}


def decided(site: Site) -> list[EvaluationDossierStep]:
    with reading(site.workplace.engine) as session:
        query = select(EvaluationDossierStep)
        query = query.where(col(EvaluationDossierStep.kind) == DossierStepKind.DECIDED)
        found = list(session.scalars(query))
        session.expunge_all()
        return found


def filled(page: str, at: str) -> dict[str, str]:
    """The form of the table, with a decision and a reason in every row."""
    carried = form_of(page, at)
    keys = re.findall(r'name="seen-(\d+)"', page)
    return carried | {f"grade-{key}": "good" for key in keys} | {
        f"reason-{key}": "Hội nghị thống nhất" for key in keys
    }  # fmt: skip


def finished(site: Site) -> str:
    at = called(site)
    client = site.client(STANDING)
    client.post(at, data=filled(client.get(at).text, at))
    office = site.client(SECRETARIAT)
    minutes = form_of(office.get(at).text, f"{at}/minutes")
    closing = minutes | {"minutes": "Đồng chí chủ trì kết luận", "close": "yes"}
    assert office.post(f"{at}/minutes", data=closing).status_code == 303
    return at


def published(site: Site) -> None:
    """The grades of a round are published by the secretariat."""
    office = site.client(SECRETARIAT)
    sent = seen_in(office.get(DECISIONS).text) | {"act": "publish"}
    answer = office.post(DECISIONS, data=sent)
    assert answer.status_code in (200, 303), html.unescape(answer.text)[:2000]


def select_in(page: str, key: str) -> str:
    """The choice of a row's grade."""
    start = page.index(f'<select id="grade-{key}"')
    return page[start : page.index("</select>", start)]
