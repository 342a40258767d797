"""Uploading a plan."""

from fastapi import APIRouter

router = APIRouter()
