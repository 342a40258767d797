"""A handler that is done once more leaves nothing behind of its first attempt."""

import io
from typing import Any

from fastapi import BackgroundTasks, FastAPI, Response
from sqlalchemy.exc import OperationalError
from starlette.testclient import TestClient

from dondoc.web.site.forms import FormFields
from dondoc.web.site.repeats import Pages


class EndedError(Exception):
    sqlstate = "40P01"


class FirstTime:
    """Ends the first attempt, as PostgreSQL ends one of two that wait for each other."""

    def __init__(self) -> None:
        self.attempts = 0

    def __call__(self) -> None:
        self.attempts += 1
        if self.attempts == 1:
            raise OperationalError("UPDATE", {}, EndedError())


def client_of(pages: Pages) -> TestClient:
    app = FastAPI()
    app.include_router(pages)
    return TestClient(app)


def test_what_is_to_be_done_after_the_answer_is_done_once() -> None:
    """Else somebody is told twice that their password was changed."""
    pages, ending, letters = Pages(), FirstTime(), list[str]()

    @pages.post("/password")
    def set_password(tasks: BackgroundTasks) -> dict[str, Any]:
        tasks.add_task(letters.append, "changed")
        ending()
        return {}

    assert client_of(pages).post("/password").status_code == 200
    assert ending.attempts == 2
    assert letters == ["changed"]


def test_an_answer_says_nothing_of_the_first_attempt() -> None:
    pages, ending = Pages(), FirstTime()

    @pages.post("/acts")
    def act(answer: Response) -> dict[str, Any]:
        if ending.attempts == 0:
            answer.status_code = 201
            answer.headers["Location"] = "/first"
            answer.set_cookie("first", "1")
        ending()
        return {}

    sent = client_of(pages).post("/acts")
    assert (sent.status_code, sent.headers.get("location"), len(sent.cookies)) == (200, None, 0)


def test_a_file_is_there_from_its_first_byte() -> None:
    pages, ending, read = Pages(), FirstTime(), list[bytes]()

    @pages.post("/file")
    def take(fields: FormFields) -> dict[str, Any]:
        upload: Any = fields["file"]
        read.append(upload.file.read())
        ending()
        return {}

    client_of(pages).post("/file", files={"file": ("a.txt", io.BytesIO(b"abc"))})
    assert read == [b"abc", b"abc"]
