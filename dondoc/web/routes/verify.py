"""The verification queue and what is decided there."""

from fastapi import APIRouter

router = APIRouter()
