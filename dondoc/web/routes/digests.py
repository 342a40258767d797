"""Quarterly digests, to read and to take along."""

from fastapi import APIRouter

router = APIRouter()
