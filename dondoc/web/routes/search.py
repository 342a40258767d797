"""Search, with and without diacritics."""

from fastapi import APIRouter

router = APIRouter()
