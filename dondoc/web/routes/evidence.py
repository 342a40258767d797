"""Evidence files, to look at and to take along."""

from fastapi import APIRouter

router = APIRouter()
