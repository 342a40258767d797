"""One's own account: password, second step, where one is signed in."""

import re

from accounts_world import (
    OTHER_PASSWORD,
    PASSWORD,
    account_of,
    changes,
    code_at,
    give_password,
    kept,
    letters,
    turn_on_totp,
)
from sign_in_form import sign_in
from sites import Site

from dondoc.services.accounts.sign_in import tries
from dondoc.web.accounts.devices import device_name

CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Safari/537.36"
)
EDGE = f"{CHROME} Edg/140.0.0.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
    "Gecko) Version/18.0 Mobile/15E148 Safari/604.1"
)


def test_another_password_ends_the_other_sessions_and_tells_the_owner(site: Site) -> None:
    give_password(site, "CB-LT4")
    here, there = site.client("CB-LT4"), site.client("CB-LT4")
    before = kept(site)
    data = {"current": PASSWORD, "password": OTHER_PASSWORD, "again": OTHER_PASSWORD}
    assert here.post("/account/password", data={**data, "current": "x"}).status_code == 422
    done = here.post("/account/password", data=data)
    assert done.headers["location"] == "/account?done=password_changed"
    assert "Đã đổi mật khẩu" in here.get(done.headers["location"]).text
    assert there.get("/account").status_code == 303
    assert sign_in(there, "CB-LT4", OTHER_PASSWORD).status_code == 303
    (letter,) = letters(site, before)
    assert "đã được đổi lúc" in letter and OTHER_PASSWORD not in letter


def test_the_present_password_cannot_be_guessed_from_an_open_session(site: Site) -> None:
    give_password(site, "CB-LT4")
    client = site.client("CB-LT4")
    data = {"current": "x", "password": OTHER_PASSWORD, "again": OTHER_PASSWORD}
    for _ in range(tries.BY_CODE.most):
        assert client.post("/account/password", data=data).status_code == 422
    late = client.post("/account/password", data={**data, "current": PASSWORD})
    assert late.status_code == 429


def test_the_second_step_is_set_up_with_a_picture_and_recovery_codes_shown_once(site: Site) -> None:
    give_password(site, "CB-LT4")
    client = site.client("CB-LT4")
    assert "<svg" not in client.get("/account/totp").text
    assert client.post("/account/totp/begin", data={"current": "x"}).status_code == 422
    client.post("/account/totp/begin", data={"current": PASSWORD})
    page = client.get("/account/totp").text
    secret = account_of(site, "CB-LT4").totp_secret
    assert "<svg" in page and secret in page
    assert "style=" not in page  # the policy of the pages would drop it
    assert sign_in(site.visitor(), "CB-LT4").headers["location"] == "/"  # not on yet
    assert client.post("/account/totp", data={"code": "000000"}).status_code == 422
    shown = client.post("/account/totp", data={"code": code_at(secret)})
    codes = re.findall(r"<code>(\w{5}-\w{5})</code>", shown.text)
    assert len(set(codes)) == 10
    assert secret not in client.get("/account/totp").text
    other = site.visitor()
    assert sign_in(other, "CB-LT4").headers["location"].startswith("/sign-in/code")
    assert other.post("/sign-in/code", data={"code": codes[0]}).status_code == 303
    history = str(changes(site, "CB-LT4"))
    assert "account.totp_on" in history and secret not in history


def test_it_is_turned_off_and_its_codes_renewed_with_the_password_only(site: Site) -> None:
    turn_on_totp(site, "CB-LT4")
    client = site.client("CB-LT4")
    for path in ("/account/totp/recovery", "/account/totp/off"):
        assert client.post(path, data={"current": "x"}).status_code == 422
    renewed = client.post("/account/totp/recovery", data={"current": PASSWORD})
    assert len(re.findall(r"<code>\w{5}-\w{5}</code>", renewed.text)) == 10
    client.post("/account/totp/off", data={"current": PASSWORD})
    assert sign_in(site.visitor(), "CB-LT4").headers["location"] == "/"
    assert account_of(site, "CB-LT4").recovery_digests == ""


def test_sessions_are_listed_and_ended(site: Site) -> None:
    give_password(site, "CB-LT4")
    here, phone, pc = site.visitor(), site.visitor(), site.visitor()
    for client, browser in ((here, "Firefox/140 Linux"), (phone, IPHONE), (pc, CHROME)):
        client.headers["user-agent"] = browser
        sign_in(client, "CB-LT4")
    page = here.get("/account").text
    assert all(name in page for name in ("Firefox, Linux", "Safari, iPhone", "Chrome, Windows"))
    (of_phone,) = re.findall(r'value="(\d+)" aria-label="Kết thúc Safari', page)
    here.post("/account/sessions", data={"session": of_phone})
    assert phone.get("/account").status_code == 303
    assert pc.get("/account").status_code == 200
    here.post("/account/sessions", data={"others": "1"})
    assert pc.get("/account").status_code == 303
    assert here.get("/account").status_code == 200


def test_nobody_ends_a_session_of_somebody_else(site: Site) -> None:
    theirs = site.client("CB-LT5")
    mine = site.client("CB-LT4")
    for number in range(1, 20):
        mine.post("/account/sessions", data={"session": str(number)})
    assert theirs.get("/account").status_code == 200


def test_devices_have_names_that_people_know() -> None:
    assert device_name(CHROME) == "Chrome, Windows"
    assert device_name(EDGE) == "Edge, Windows"
    assert device_name(IPHONE) == "Safari, iPhone"
    assert device_name("curl/8") == "curl/8"
    assert device_name("") == ""
