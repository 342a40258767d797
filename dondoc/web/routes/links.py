"""One-use links of reminders."""

from fastapi import APIRouter

router = APIRouter()
