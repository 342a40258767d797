"""An item, with why it is where it is."""

from fastapi import APIRouter

router = APIRouter()
