"""A local server that behaves as Zalo's public documentation says, and can misbehave."""

import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, quote

MESSAGES = {
    -32: "Your application reached limit call api",
    -108: "Phone number invalid",
    -118: "Zalo account not existed",
    -124: "Access token is invalid",
    -201: "user_id is invalid!",
    -211: "Out of quota",
    -213: "User has not followed OA",
    -216: "Access token is invalid",
    -220: "access_token is expired or removed",
    -230: "User has not interacted with the OA in the past 7 days",
    -321: "Zalo Cloud Account associated with this app is out of money",
}


@dataclass
class Zalo:
    """One Official Account with one application, and what it was asked.

    access, refresh: the tokens that are good now. errors: the code for a recipient. queue: odd
    answers given first, each (HTTP status, body, seconds to wait).
    """

    app: str = "1234567890"
    secret: str = "bimat-secret-key"
    access: str = ""
    refresh: str = ""
    errors: dict[str, int] = field(default_factory=dict)
    queue: list[tuple[int, str, float]] = field(default_factory=list)
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    renewals: int = 0
    base: str = ""

    def url(self, kind: str = "oa", token: str = "", **more: str) -> str:
        """The channel's URL for this server, with everything needed to renew tokens."""
        given = {"app": self.app, "secret": self.secret, "refresh": self.refresh}
        given |= {"api": self.base, "oauth": self.base} | more
        query = "&".join(f"{name}={quote(value, safe='')}" for name, value in given.items())
        return f"zalo://{quote(token or self.access)}@{kind}?{query}"

    def answer(self, path: str, headers: Any, body: bytes) -> dict[str, Any]:
        """The decoded answer to one request."""
        if path == "/v4/oa/access_token":
            return self._renewed(headers["secret_key"], parse_qs(body.decode()))
        asked = json.loads(body)
        self.asked.append((path, asked))
        if path == "/v3.0/oa/message/cs":
            return self._message(headers["access_token"], asked)
        if path == "/message/template":
            return self._template(headers["access_token"], asked)
        return {"error": 404, "message": "Empty api"}

    def _message(self, token: str, asked: dict[str, Any]) -> dict[str, Any]:
        user = asked["recipient"]["user_id"]
        if token != self.access:
            return failed(-216)
        if len(asked["message"]["text"]) > 2000:
            return {"error": -210, "message": "Parameter exceeds allowable limit"}
        if user in self.errors:
            return failed(self.errors[user])
        data = {"message_id": "63ecf43f0df7dba892e6", "user_id": user}
        return {"data": data, "error": 0, "message": "Success"}

    def _template(self, token: str, asked: dict[str, Any]) -> dict[str, Any]:
        if token != self.access:
            return failed(-124)
        if not asked["phone"].startswith("84"):
            return failed(-108)
        if asked["phone"] in self.errors:
            return failed(self.errors[asked["phone"]])
        data = {"msg_id": "a4d0243feb1c5944", "sent_time": "1626926349402"}
        return {"data": data, "error": 0, "message": "Success"}

    def _renewed(self, secret: str, asked: dict[str, list[str]]) -> dict[str, Any]:
        """A refresh token is good once; the answer's `expires_in` is text, as Zalo gives it."""
        right = {"refresh_token": [self.refresh], "app_id": [self.app]}
        right["grant_type"] = ["refresh_token"]
        if secret != self.secret or asked != right:
            return {"error": -14014, "error_name": "Invalid refresh token"}
        self.renewals += 1
        self.access = f"access-token-{secrets.token_hex(4)}"
        self.refresh = f"refresh-token-{secrets.token_hex(4)}"
        return {
            "access_token": self.access,
            "refresh_token": self.refresh,
            "expires_in": "90000",
        }


def failed(code: int) -> dict[str, Any]:
    """An answer that is an error, HTTP status 200 all the same."""
    return {"error": code, "message": MESSAGES.get(code, "Unknown error")}


@contextmanager
def running_zalo() -> Iterator[Zalo]:
    """A server on a free port of the loopback address."""
    zalo = Zalo()
    first = secrets.token_hex(4)  # what was used up once is known in the whole process
    zalo.access, zalo.refresh = f"access-token-{first}", f"refresh-token-{first}"

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if zalo.queue:
                status, text, pause = zalo.queue.pop(0)
                time.sleep(pause)
            else:
                status, text = 200, json.dumps(zalo.answer(self.path, self.headers, body))
            content = text.encode()
            self.send_response(status)
            if status == 429:
                self.send_header("Retry-After", "90")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            pass

        def handle(self) -> None:
            with suppress(BrokenPipeError, ConnectionResetError):  # the hung-up-on hang up
                super().handle()

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        server.block_on_close = False
        zalo.base = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield zalo
        finally:
            server.shutdown()
            thread.join()
