"""People, positions and steering committees."""

from fastapi import APIRouter

router = APIRouter()
