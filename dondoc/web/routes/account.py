"""One's own account: password, second factor, sessions, tokens."""

from fastapi import APIRouter

router = APIRouter()
