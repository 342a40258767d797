"""The JSON API: every part of it adds its addresses to one router."""

from dondoc.web.routes import api_acts, api_docs, api_read
from dondoc.web.routes.api_base import router

PARTS = (api_read, api_acts, api_docs)

__all__ = ["router"]
