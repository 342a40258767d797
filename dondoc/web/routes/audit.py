"""The audit of history."""

from fastapi import APIRouter

router = APIRouter()
