"""The register of reminders."""

from fastapi import APIRouter

router = APIRouter()
