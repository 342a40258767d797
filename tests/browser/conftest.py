"""What the tests in a browser share; it lies in browsing.py, as every folder has a conftest."""

from browsing import chromium, looked_at, sample_home, served

__all__ = ["chromium", "looked_at", "sample_home", "served"]
