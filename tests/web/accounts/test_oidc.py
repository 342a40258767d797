"""Single sign-on against a real provider on this machine."""

import logging
import warnings
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from accounts_world import account_of, changes, give_password, mail_of, turn_on_totp
from authlib.deprecate import AuthlibDeprecationWarning
from fastapi.testclient import TestClient
from httpx2 import Response
from pydantic import SecretStr
from sites import Site, person_id
from sqlmodel import select

from dondoc.clock import wall_clock
from dondoc.store.database import reading, writing
from dondoc.web.app import create_app
from dondoc.workplace import open_workplace
from models.account import Account

with warnings.catch_warnings():
    warnings.simplefilter("ignore", AuthlibDeprecationWarning)
    import oidc_provider_mock

# The provider's own code, which runs in this process, is warned of what it uses of authlib.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

BASE = "http://testserver"


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with oidc_provider_mock.run_server_in_thread() as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def site(site: Site, provider: str) -> Site:
    """The site of an office that has a provider."""
    settings = site.workplace.settings.model_copy(
        update={
            "oidc_issuer": provider,
            "oidc_client_id": "dondoc",
            "oidc_client_secret": SecretStr("known to both"),
            "web_url": BASE,
        }
    )
    site.workplace = open_workplace(settings, "sample")
    site.app = create_app(site.workplace)
    return site


def knows(provider: str, sub: str, **claims: object) -> None:
    """Gives the provider a user."""
    requests.put(f"{provider}/users/{sub}", json=claims, timeout=5).raise_for_status()


def leave(client: TestClient, then: str = "/") -> str:
    """Starts at our page; the provider's address that the browser is sent to."""
    answer = client.get("/sign-in/oidc", params={"then": then})
    assert answer.status_code == 303
    return answer.headers["location"]


def agree(address: str, sub: str) -> str:
    """Signs in at the provider; where it sends the browser back to."""
    answer = requests.post(address, data={"sub": sub}, allow_redirects=False, timeout=5)
    assert answer.status_code == 302, answer.text
    return answer.headers["location"].removeprefix(BASE)


def sign_in(client: TestClient, sub: str, then: str = "/") -> Response:
    return client.get(agree(leave(client, then), sub))


def test_it_asks_with_state_nonce_and_a_challenge(site: Site, provider: str) -> None:
    client = site.visitor()
    assert "/sign-in/oidc?then=/boards" in client.get("/sign-in?then=/boards").text
    asked = client.get("/sign-in/oidc")
    query = parse_qs(urlsplit(asked.headers["location"]).query)
    assert asked.headers["location"].startswith(f"{provider}/oauth2/authorize?")
    assert query["code_challenge_method"] == ["S256"]
    assert len(query["state"][0]) >= 30 and len(query["nonce"][0]) >= 30
    assert query["redirect_uri"] == [f"{BASE}/sign-in/oidc/back"]
    cookie = asked.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=lax" in cookie


def test_a_verified_address_links_the_person_and_the_subject_is_known_from_then_on(
    site: Site, provider: str
) -> None:
    knows(provider, "u1", email=mail_of(site, "CB-LT4"), email_verified=True)
    client = site.visitor()
    answer = sign_in(client, "u1", then="/account")
    assert (answer.status_code, answer.headers["location"]) == (303, "/account")
    assert "CB-LT4" in client.get("/account").text
    assert changes(site, "CB-LT4")[0].what == "account.linked"
    knows(provider, "u1", email="another@address.example", email_verified=False)
    again = site.visitor()
    assert sign_in(again, "u1").headers["location"] == "/"
    assert "CB-LT4" in again.get("/account").text


def test_the_code_of_a_person_is_known_too(site: Site, provider: str) -> None:
    give_password(site, "CB-LT5")
    knows(provider, "u2", preferred_username="CB-LT5")
    assert sign_in(site.visitor(), "u2").headers["location"] == "/"
    account = account_of(site, "CB-LT5")
    assert account.oidc_subject and "u2" not in account.oidc_subject
    assert account.password_hash  # the password still works beside it


@pytest.mark.parametrize("verified", [False, None, "true"])
def test_an_address_that_the_provider_did_not_verify_opens_nothing(
    site: Site, provider: str, verified: object
) -> None:
    sub = f"u3-{verified}"
    knows(provider, sub, email=mail_of(site, "CB-LT4"), email_verified=verified)
    client = site.visitor()
    refused = sign_in(client, sub)
    assert refused.headers["location"] == "/sign-in?done=sso_unknown"
    assert "chưa gắn với cán bộ nào" in client.get(refused.headers["location"]).text
    with reading(site.workplace.engine) as session:
        query = select(Account).where(Account.person_id == person_id(site, "CB-LT4"))
        assert session.exec(query).one_or_none() is None


def test_a_person_is_not_taken_over_by_a_second_identity(site: Site, provider: str) -> None:
    knows(provider, "u4", preferred_username="CB-LT4")
    knows(provider, "u5", preferred_username="CB-LT4")
    assert sign_in(site.visitor(), "u4").headers["location"] == "/"
    assert sign_in(site.visitor(), "u5").headers["location"] == "/sign-in?done=sso_other"


def test_a_disabled_account_stays_out(site: Site, provider: str) -> None:
    knows(provider, "u6", preferred_username="CB-LT4")
    sign_in(site.visitor(), "u6")
    with writing(site.workplace.engine) as session:
        session.get_one(Account, account_of(site, "CB-LT4").key).disabled_at = wall_clock()
    assert sign_in(site.visitor(), "u6").headers["location"] == "/sign-in?done=sso_unknown"


def test_the_second_step_is_asked_for_here_too(site: Site, provider: str) -> None:
    turn_on_totp(site, "CB-LT4")
    knows(provider, "u7", preferred_username="CB-LT4")
    assert sign_in(site.visitor(), "u7").headers["location"].startswith("/sign-in/code")


def test_an_answer_that_this_browser_did_not_ask_for_opens_nothing(
    site: Site, provider: str
) -> None:
    knows(provider, "u8", preferred_username="CB-LT4")
    mine, theirs = site.visitor(), site.visitor()
    answer = agree(leave(theirs), "u8")
    assert mine.get(answer).headers["location"] == "/sign-in?done=again"  # no cookie at all
    leave(mine)
    assert mine.get(answer).headers["location"] == "/sign-in?done=sso_failed"  # another state
    # My own state with a code that was made for their browser: the nonce is another.
    state = parse_qs(urlsplit(agree(leave(mine), "u8")).query)["state"][0]
    code = parse_qs(urlsplit(answer).query)["code"][0]
    mixed = mine.get("/sign-in/oidc/back", params={"state": state, "code": code})
    assert mixed.headers["location"] == "/sign-in?done=sso_failed"
    assert mine.get("/account").headers["location"].startswith("/sign-in")


def test_an_answer_works_once(site: Site, provider: str) -> None:
    knows(provider, "u9", preferred_username="CB-LT4")
    client = site.visitor()
    answer = agree(leave(client), "u9")
    assert client.get(answer).headers["location"] == "/"
    assert client.get(answer).headers["location"] == "/sign-in?done=again"


def test_a_provider_that_is_down_is_narrative(site: Site) -> None:
    update = {"oidc_issuer": "http://localhost:9"}
    site.workplace = open_workplace(site.workplace.settings.model_copy(update=update), "sample")
    site.app = create_app(site.workplace)
    client = site.visitor()
    answer = client.get("/sign-in/oidc")
    assert answer.headers["location"] == "/sign-in?done=sso_failed"
    assert "mật khẩu" in client.get(answer.headers["location"]).text
