"""Every form that decides or overwrites carries what it showed; the others say why they need not.

The list is made from the routes themselves: a new one that is neither tried nor excused fails.
"""

import html

import pytest
from deciding_forms import TRIED
from fastapi.routing import APIRoute
from opened_forms import opened
from sites import Site

from dondoc.store.database import reading
from dondoc.web.routers import ROUTERS
from models.tables import metadata

NEEDS_NONE = {
    "/account/password": "asks for the password in force",
    "/account/sessions": "ends what is named by its key",
    "/account/tokens": "makes a new one",
    "/account/tokens/{token_id}/revoke": "ends what is named by its key; ended twice is ended",
    "/account/totp": "the code proves the secret that was shown",
    "/account/totp/begin": "asks for the password; the secret in use stays until a code came back",
    "/account/totp/off": "asks for the password",
    "/account/totp/recovery": "asks for the password; makes new ones",
    "/accounts/invite-all": "reaches whoever has no account when it runs, and tells whom",
    "/audit/verify": "only looks",
    "/calendar": "makes one's own address",
    "/calendar/revoke": "ends what is named by its key",
    "/channels": "a name that exists is refused",
    "/channels/{name}/try": "changes nothing",
    "/comment/{year}/{ref:path}": "adds a remark",
    "/contacts/{person}/enable": "takes up the only address that is disabled, or says which",
    "/difficulties/{difficulty_id}": "what is named by its key is removed once, and never edited",
    "/digests": "compiles anew; what was compiled stays",
    "/evaluation/rounds": "a period that is open is refused",
    "/evaluation/{year}/{period}": "adds who is missing; nobody twice",
    "/evaluation/{year}/{period}/papers/dossier": "makes a file of what stands when it runs",
    "/evaluation/discipline": "a paper is recorded once; one that stands is refused",
    "/evaluation/discipline/{record_id}": "a paper is taken back once; another time is refused",
    "/evaluation/fields": "a field is recorded once for its days; one that stands is refused",
    "/evaluation/fields/{field_id}": "a field is taken back once; another time is refused",
    "/forgot": "sends a letter",
    "/meetings": "makes a new one",
    "/papers/check": "only looks",
    "/papers/templates": "adds a version; those before stay",
    "/papers/templates/standard": "the standard one is used from now on; own ones stay",
    "/password/{token}": "the link holds once",
    "/people": "a code that exists is refused",
    "/plan": "keeps a file; nothing is loaded yet",
    "/plan/uploaded/{token}/forget": "throws away one's own file",
    "/product-catalogue": "adds a draft; what was loaded stays",
    "/rule-sets": "adds a draft; what was loaded stays",
    "/rechecks": "a quarter is drawn once; one that is drawn is refused",
    "/settings/contacts": "adds an address",
    "/settings/digests": "one's own wish; what it says is what is meant",
    "/settings/contacts/confirm": "the code proves the address",
    "/setup/{token}": "the link holds once",
    "/sign-in": "changes nothing of anybody else's",
    "/sign-in/code": "changes nothing of anybody else's",
    "/sign-out": "ends one's own session",
    "/subscribe/{token}": "one's own letters, from a letter; what it says is what is meant",
    "/unsubscribe/{token}": "one's own letters, from a letter; what it says is what is meant",
    "/views": "the same name means the same list",
    "/webhooks": "adds a place",
    "/webhooks/{webhook_id}/{act}": "what is named by its key is tried, started or stopped; "
    "its address and secret are never edited",
}


ELSEWHERE = {
    "/acknowledge": "test_taken_on_as_shown.py",
    "/cause/{year}/{ref:path}": "test_objective_causes.py",
    "/conclusions/{conclusion_id}": "test_meetings.py",
    "/file-requests": "test_file_requests.py",
    "/file-requests/{request_id}": "test_file_requests.py",
    "/me/file": "test_own_file.py",
    "/me/file/requests/{request_id}": "test_own_file.py",
    "/evaluation/requests/{dossier_id}": "test_session_pages.py",
    "/evaluation/{year}/{period}/decisions": "test_session_pages.py",
    "/evaluation/{year}/{period}/membership": "test_membership_page.py",
    "/evaluation/{year}/{period}/sessions/{session_id}": "test_session_pages.py",
    "/evaluation/{year}/{period}/sessions/{session_id}/minutes": "test_session_pages.py",
    "/digests/{digest_id}/approve": "test_digest_life.py",
    "/digests/{digest_id}/issue": "test_digest_life.py",
    "/digests/{digest_id}/remarks": "test_digest_life.py",
    "/digests/{digest_id}/remarks/{remark_id}/answer": "test_digest_life.py",
    "/digests/{digest_id}/reopen": "test_digest_life.py",
    "/evaluation/{year}/{period}/mine": "test_course_pages.py",
    "/evaluation/{year}/{period}/mine/draft": "test_course_pages.py",
    "/evaluation/{year}/{period}/{code}/comment": "test_course_pages.py",
    "/evaluation/{year}/{period}/{code}/comment/draft": "test_course_pages.py",
    "/evaluation/{year}/{period}/{code}/absences": "test_absences_page.py",
    "/evaluation/{year}/{period}/{code}/absences/{absence_id}": "test_absences_page.py",
    "/evaluation/{year}/{period}/units/{unit_id}": "test_course_pages.py",
    "/meetings/{meeting_id}": "test_meeting_changes.py",
    "/meetings/{meeting_id}/conclusions/{conclusion_id}": "test_meeting_changes.py",
    "/meetings/{meeting_id}/handed-out": "test_meeting_files.py",
    "/meetings/{meeting_id}/items": "test_meetings.py",
    "/meetings/{meeting_id}/items/{item_id}": "test_meetings.py",
    "/meetings/{meeting_id}/items/{item_id}/conclusions": "test_meetings.py",
    "/meetings/{meeting_id}/proposals": "test_meetings.py",
    "/people/{code}/dates/{position}/{since}": "test_holding_dates_page.py",
    "/positions/{position}": "test_hand_over_page.py",
    "/positions/{position}/place": "test_place_of_position.py",
    "/overdue": "test_urging.py",
    "/product-catalogue/ties": "test_catalogue_pages.py",
    "/product-catalogue/versions/{version}/approve": "test_catalogue_pages.py",
    "/rechecks/{recheck_id}": "test_rechecks.py",
    "/settings/telephone": "test_telephone_page.py",
    "/plan/uploaded/{token}": "test_plan_page.py",
    "/checkpoints/{year}/{ref}/{label}/acts": "test_grounds.py",
}


def test_every_form_carries_what_it_showed_or_needs_none() -> None:
    posts = {
        route.path.removeprefix("/api/v1")
        for router in ROUTERS
        for route in router.routes
        if isinstance(route, APIRoute) and "POST" in route.methods
    }
    known = set(NEEDS_NONE) | set(TRIED) | set(ELSEWHERE)
    assert posts - known == set(), "neither tried nor excused"
    assert known - posts == set(), "no such form any more"
    assert len(known) == len(NEEDS_NONE) + len(TRIED) + len(ELSEWHERE)


_OF_A_VISIT = {"account_session", "sign_in_failure"}
"""Who was here when, and how often a link was used."""


def state(site: Site, *, without: frozenset[str]) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables, but for those that any look changes."""
    with reading(site.workplace.engine) as session:
        rows = session.connection().exec_driver_sql  # as they are stored: they are many
        return {
            table.name: [tuple(row) for row in rows(f'SELECT * FROM "{table.name}"')]
            for table in metadata.sorted_tables
            if table.name not in without
        }


@pytest.mark.parametrize("route", TRIED, ids=str)
def test_a_form_opened_before_a_change_is_refused_with_both_values(site: Site, route: str) -> None:
    one = TRIED[route]
    client, address, carried = opened(one, site)
    files = one.files(site)
    one.change(site)
    without = frozenset(_OF_A_VISIT | ({"report_draft"} if one.keeps_draft else set()))
    before = state(site, without=without)
    answer = client.post(address, data=carried | dict(one.typed), files=files)
    said = html.unescape(answer.text)
    assert answer.status_code in ({200} if "draft" in route else {409, 422}), said[:2000]
    assert one.saw in said and one.stands in said and "nay là" in said, said[:3000]
    assert all(text in answer.text for text in one.kept)
    assert state(site, without=without) == before
