"""The small acts of an item's page."""
