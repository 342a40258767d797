"""Other programs: lists for the API, webhooks and calendars."""
