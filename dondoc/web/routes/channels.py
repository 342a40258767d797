"""Channels of the office."""

from fastapi import APIRouter

router = APIRouter()
