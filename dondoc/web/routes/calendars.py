"""Calendars of due dates."""

from fastapi import APIRouter

router = APIRouter()
