"""Who would get which reminder when."""

from fastapi import APIRouter

router = APIRouter()
