"""The forms that decide, as they are opened and sent."""

import page_grounds
from accounts_world import give_password
from deciding_acts import (
    ADMINISTRATOR,
    HELD,
    LATER,
    OFFICIAL,
    OTHER,
    POST,
    SECRETARIAT,
    account,
    ask,
    ask_again,
    correct,
    disable_account,
    disable_two,
    draft_elsewhere,
    drop_first,
    grow_old,
    hand_over,
    keep_view,
    ladder_book,
    move_due,
    own_ladder,
    press,
    rename_view,
    report_elsewhere,
    seat_of,
    second_address,
    shorter_ladder,
    unit_of,
    verify,
    view_of,
)
from link_form import BY as LINKED
from link_form import REF as LINK_REF
from link_form import address as link_address
from own_rules_forms import OWN_RULES_FORMS
from sites import Site
from stale_form import Stale
from verification_pages import VALUE, report_again


def seat(site: Site, task: str) -> None:
    unit = unit_of(site)["unit_id"]
    data = {"position": POST, "seat": "member", "task": task}
    press(OTHER, f"/committees/{unit}/seats", **data)(site)


PAUSED = {"start": "2022-06-01", "end": "2022-06-10"}
TRIED: dict[str, Stale] = {
    "/verify/{year}/{ref:path}": Stale(
        SECRETARIAT, f"/verify/2022/{VALUE}",
        {"act": "return", "return_reason": "Thiếu biên bản", "new_due_on": "2022-05-27"},
        report_again, "16,5", "9", page=f"/verify/2022/{VALUE}",
        kept=("Thiếu biên bản", "2022-05-27"),
    ),
    "/verify/extensions": Stale(
        SECRETARIAT, "/verify/extensions",
        {"act": "change_due", "ref": LATER, "new_due_on": "2022-06-10", "reason": "Đồng ý riêng"},
        ask_again, "10/06/2022", "30/06/2022", page="/verify/extensions", begin=ask,
        kept=("Đồng ý riêng",),
    ),
    "/verify/silent": Stale(
        SECRETARIAT, "/verify/silent", {"ref": LATER, "sure": "yes"},
        lambda site: grow_old(site, 70), "21/03/2022", "11/03/2022", page="/verify/silent",
        begin=grow_old,
    ),
    "/verify/results": Stale(
        SECRETARIAT, "/verify/results", {"ref": VALUE, "sure": "yes"},
        correct, "16,5", "2", page="/verify/results", begin=verify,
    ),
    "/act/{year}/{ref:path}": Stale(
        SECRETARIAT, f"/act/2022/{LATER}",
        {"act": "withdraw", "reason": "Không còn cần"}, move_due, "nay là", "07/06/2022",
        page=f"/act/2022/{LATER}?act=withdraw", kept=("Không còn cần",),
    ),
    "/nudge/{year}/{ref:path}": Stale(
        SECRETARIAT, f"/nudge/2022/{LATER}", {"to": "lead", "words": "Lời của tôi"},
        move_due, "nay là", "07/06/2022", page=f"/nudge/2022/{LATER}", kept=("Lời của tôi",),
    ),
    "/report/{year}/{ref:path}": Stale(
        LINKED, f"/report/2022/{LINK_REF}",
        {"act": "report", "value": "70", "narrative": "Lời của tôi"},
        report_elsewhere, "chưa có", "61", page=f"/report/2022/{LINK_REF}",
        kept=("Lời của tôi", 'value="70"'), keeps_draft=True,
    ),
    "/r/{token}": Stale(
        "", "{link}", {"act": "report", "value": "70", "narrative": "Lời của tôi"},
        draft_elsewhere, "chưa có", "Viết ở máy khác", page="{link}",
        kept=("Lời của tôi", 'value="70"'), keeps_draft=True,
        find=lambda site: {"link": link_address(site)},
    ),
    "/draft/{year}/{ref:path}": Stale(
        LINKED, f"/draft/2022/{LINK_REF}", {"narrative": "Lời của tôi"},
        draft_elsewhere, "chưa có", "Bản nháp", page=f"/report/2022/{LINK_REF}", keeps_draft=True,
    ),
    "/r/{token}/draft": Stale(
        "", "{link}/draft", {"narrative": "Lời của tôi"},
        draft_elsewhere, "chưa có", "Bản nháp", page="{link}", keeps_draft=True,
        find=lambda site: {"link": link_address(site)},
    ),
    "/programme/calendar": Stale(
        SECRETARIAT, "/programme/calendar",
        {"day": "2022-06-15", "working": "no", "note": "Nghỉ của tôi"},
        press(OTHER, "/programme/calendar", day="2022-06-15", working="yes", note="Làm bù"),
        "chưa có", "Làm bù", kept=("Nghỉ của tôi", "2022-06-15"),
    ),
    "/programme/calendar/{day}/remove": Stale(
        SECRETARIAT, "/programme/calendar/2022-06-15/remove", {},
        press(OTHER, "/programme/calendar", day="2022-06-15", working="yes", note="Làm bù"),
        "Nghỉ lễ", "Làm bù",
        begin=press(
            ADMINISTRATOR, "/programme/calendar",
            day="2022-06-15", working="no", note="Nghỉ lễ",
        ),
    ),
    **OWN_RULES_FORMS,
    "/programme/ladder": Stale(
        SECRETARIAT, "/programme/ladder", {"unit": "LT"}, own_ladder, "chưa có", "Các nấc",
        files=ladder_book,
    ),
    "/programme/ladder/remove": Stale(
        SECRETARIAT, "/programme/ladder/remove", {"unit": "LT"}, shorter_ladder, "Các nấc",
        "nay là", begin=own_ladder,
    ),
    "/people/{code}": Stale(
        SECRETARIAT, f"/people/{OFFICIAL}", {"full_name": "Tên của tôi", "language": "vi"},
        press(OTHER, f"/people/{OFFICIAL}", full_name="Tên người khác đặt", language="vi"),
        "Họ và tên", "Tên người khác đặt", kept=("Tên của tôi",),
    ),
    "/people/{code}/take": Stale(
        ADMINISTRATOR, f"/people/{OFFICIAL}/take", {"position": POST, "since": "2022-05-20"},
        press(ADMINISTRATOR, "/people/CB-LT4/take", position=POST, since="2022-05-20", both="1"),
        "Người giữ chức vụ", "20/05/2022", kept=("2022-05-20",),
    ),
    "/people/{code}/leave": Stale(
        SECRETARIAT, f"/people/{ADMINISTRATOR}/leave", {"leaving": POST, "last": "2022-06-01"},
        press(ADMINISTRATOR, "/people/CB-LT4/take", position=POST, since="2022-05-20", both="1"),
        "Người giữ chức vụ", "20/05/2022", kept=("2022-06-01",),
    ),
    "/people/{code}/move": Stale(
        SECRETARIAT, "/people/CB-LT4/move", {"planned": HELD, "moved_to": "2022-07-01"},
        press(OTHER, "/people/CB-LT4/move", planned=HELD, moved_to="2022-06-20"),
        "01/06/2022", "20/06/2022", begin=hand_over, kept=("2022-07-01",),
    ),
    "/people/{code}/call-off": Stale(
        SECRETARIAT, "/people/CB-LT4/call-off", {"planned": HELD, "moved_to": "2022-07-01"},
        press(OTHER, "/people/CB-LT4/move", planned=HELD, moved_to="2022-06-20"),
        "01/06/2022", "20/06/2022", begin=hand_over,
    ),
    "/committees/{unit_id}": Stale(
        SECRETARIAT, "/committees/{unit_id}", {"paper": "Của tôi"},
        lambda site: press(OTHER, f"/committees/{unit_of(site)['unit_id']}", paper="QĐ mới")(site),
        "Quyết định thành lập", "QĐ mới", find=unit_of, kept=("Của tôi",),
    ),
    "/committees/{unit_id}/seats": Stale(
        SECRETARIAT, "/committees/{unit_id}/seats",
        {"position": POST, "seat": "member", "task": "Việc tôi giao"},
        lambda site: seat(site, "Nhiệm vụ mới"), "chưa có", "Nhiệm vụ mới", find=unit_of,
        kept=("Việc tôi giao",),
    ),
    "/committees/{unit_id}/seats/{seat_id}/end": Stale(
        SECRETARIAT, "/committees/{unit_id}/seats/{seat_id}/end", {"of": f"{POST} member"},
        lambda site: seat(site, "Nhiệm vụ mới"), "Nhiệm vụ cũ", "Nhiệm vụ mới",
        begin=lambda site: seat(site, "Nhiệm vụ cũ"), find=seat_of,
    ),
    "/channels/{name}": Stale(
        ADMINISTRATOR, "/channels/mail", {"per_minute": "60"},
        press(ADMINISTRATOR, "/channels/mail", per_minute="30"), "Kênh mail", "30",
    ),
    "/channels/{name}/disable": Stale(
        ADMINISTRATOR, "/channels/mail/disable", {},
        press(ADMINISTRATOR, "/channels/mail", per_minute="30"), "Kênh mail", "30",
    ),
    "/accounts/{person_id}": Stale(
        ADMINISTRATOR, "/accounts/{person_id}", {"act": "give"}, disable_account, "không", "có",
        begin=lambda site: give_password(site, OFFICIAL), find=account,
    ),
    "/settings/quiet": Stale(
        OFFICIAL, "/settings/quiet", {"quiet": "own", "hours": "19h-6h"},
        press(OFFICIAL, "/settings/quiet", quiet="own", hours="21h-5h30"),
        "Giờ yên tĩnh", "21:00", kept=("19h-6h",),
    ),
    "/settings/weekly": Stale(
        OFFICIAL, "/settings/weekly", {"weekday": "2"},
        press(OFFICIAL, "/settings/weekly", weekday="1"), "chưa có", "thứ Ba",
    ),
    "/settings/mute": Stale(OFFICIAL, "/settings/mute", {"optional": "yes"},
                            press(OFFICIAL, "/settings/mute", optional="no"), "không", "có"),
    "/settings/pause": Stale(
        OFFICIAL, "/settings/pause", {"start": "2022-07-01", "end": "2022-07-05",
                                      "deputy": "CB-LT1"},
        press(OFFICIAL, "/settings/pause", deputy="CB-LT1", **PAUSED), "chưa có", "01/06/2022",
        kept=("2022-07-05",),
    ),
    "/settings/resume": Stale(
        OFFICIAL, "/settings/resume", {},
        press(OFFICIAL, "/settings/pause", deputy="CB-LT1", start="2022-05-20", end="2022-06-30"),
        "10/06/2022", "30/06/2022",
        begin=press(OFFICIAL, "/settings/pause", deputy="CB-LT1", start="2022-05-20",
                    end="2022-06-10"),
    ),
    "/settings/contacts/remove": Stale(
        OFFICIAL, "/settings/contacts/remove", {"which": "2"}, drop_first,
        "k***@lapthach.example", "nay là", begin=second_address,
    ),
    "/settings/contacts/order": Stale(
        OFFICIAL, "/settings/contacts/order", {"which": "3"}, drop_first,
        "k***@lapthach.example", "chưa có", begin=second_address,
    ),
    "/settings/contacts/enable": Stale(
        SECRETARIAT, "/settings/contacts/enable", {"which": "3", "person": OFFICIAL}, drop_first,
        "k***@lapthach.example", "chưa có", begin=disable_two,
    ),
    "/views/{view_id}": Stale(
        SECRETARIAT, "/views/{view_id}", {"act": "rename", "name": "Tên thứ ba"}, rename_view,
        "Tên cũ", "Tên mới", begin=keep_view, find=view_of,
    ),
}  # fmt: skip


def _hidden(page: str) -> dict[str, str]:
    """What the forms of the page carry; of what each carries, all that they say they showed."""
    plain = {
        name: value
        for name, value in page_grounds.hidden(page).items()
        if name in {"nonce", "group", "unit", "page"} or name.startswith("seen/")
    }
    return plain | {name: str(said) for name, said in page_grounds.looked(page).items()}
