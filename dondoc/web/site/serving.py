"""The application as each of the server's processes makes it for itself."""

from fastapi import FastAPI

from dondoc.settings import Settings
from dondoc.web.app import create_app
from dondoc.workplace import open_workplace

FACTORY = f"{__name__}:app"


def app() -> FastAPI:
    """The pages over the database of the settings."""
    return create_app(open_workplace(Settings()))
