"""The calendar and the ladder of a programme."""

from fastapi import APIRouter

router = APIRouter()
