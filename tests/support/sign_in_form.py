"""Signing in through the form."""

from accounts_world import (
    PASSWORD,
)
from fastapi.testclient import TestClient
from httpx2 import Response


def sign_in(client: TestClient, name: str, password: str = PASSWORD, then: str = "/") -> Response:
    return client.post("/sign-in", data={"code": name, "password": password, "then": then})
