"""A program that calls the API with a token."""

from collections.abc import Iterable

from fastapi.testclient import TestClient
from sites import Site
from sqlmodel import select

from dondoc.clock import wall_clock
from dondoc.services.accounts import api_tokens
from dondoc.services.accounts.api_tokens import TokenOwner, TokenScope
from dondoc.store.database import writing
from models.account import Account
from models.person import Person

V1 = "/api/v1"


def token_of(site: Site, code: str, scopes: Iterable[TokenScope] = tuple(TokenScope)) -> str:
    """A new token of the person with a code; an account is made for whoever has none."""
    with writing(site.workplace.engine) as session:
        person = session.exec(select(Person).where(Person.code == code)).one()
        account = session.exec(select(Account).where(Account.person_id == person.id)).first()
        if account is None:
            session.add(Account(person_id=person.key, made_at=wall_clock()))
        own = TokenOwner(session, person.key, site.workplace.clock().now(), wall_clock())
        return api_tokens.make(own, "test", scopes, 30)


def program(site: Site, code: str, scopes: Iterable[TokenScope] = tuple(TokenScope)) -> TestClient:
    """A client that bears a token and no cookie, as a program does."""
    headers = {"authorization": f"Bearer {token_of(site, code, scopes)}", "accept-language": "en"}
    client = TestClient(site.app, headers=headers)
    site.clients.append(client)
    return client


def open_ref(client: TestClient) -> str:
    """A checkpoint of the person's own that waits for a report of a number."""
    work = client.get(f"{V1}/work").json()
    return next(
        str(one["ref"])
        for one in work
        if one["stage"] == "in_progress" and one["expected"] and not one["pending"]
    )


def send(client: TestClient, ref: str, **body: object) -> tuple[int, dict[str, object]]:
    """Records an act of 2022; gives the status and the body of the answer."""
    assignment, _, label = ref.partition("/")
    answer = client.post(f"{V1}/checkpoints/2022/{assignment}/{label}/acts", json=body)
    return answer.status_code, answer.json()
