"""Accounts of everybody, for the administrator."""

from fastapi import APIRouter

router = APIRouter()
