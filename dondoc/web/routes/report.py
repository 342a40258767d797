"""Reporting, and the other acts of an official."""

from fastapi import APIRouter

router = APIRouter()
