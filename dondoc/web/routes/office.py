"""What the secretariat and the administrator look after."""

from fastapi import APIRouter

router = APIRouter()
