"""One's own channels, quiet hours and deputies."""

from fastapi import APIRouter

router = APIRouter()
