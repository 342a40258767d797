"""The JSON API: every part of it adds its addresses to one router."""

from dondoc.web.api import acts, docs, evaluation, read
from dondoc.web.api.base import router

PARTS = (read, evaluation, acts, docs)

__all__ = ["router"]
