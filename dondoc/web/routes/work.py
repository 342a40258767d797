"""What an official has to do."""

from fastapi import APIRouter

router = APIRouter()
