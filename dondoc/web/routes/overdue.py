"""The overdue board."""

from fastapi import APIRouter

router = APIRouter()
