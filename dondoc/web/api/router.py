"""The JSON API: every part of it adds its addresses to one router."""

from dondoc.web.api import acts, docs, evaluation, evaluation_rounds, read
from dondoc.web.api.base import router

PARTS = (read, evaluation_rounds, evaluation, acts, docs)

__all__ = ["router"]
