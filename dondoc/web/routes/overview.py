"""One page for the Standing Committee."""

from fastapi import APIRouter

router = APIRouter()
