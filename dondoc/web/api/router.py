"""The JSON API: every part of it adds its addresses to one router."""

from dondoc.web.api import acts, docs, read
from dondoc.web.api.base import router

PARTS = (read, acts, docs)

__all__ = ["router"]
