"""The board of a unit, for its head and its steering committee."""

from fastapi import APIRouter

router = APIRouter()
