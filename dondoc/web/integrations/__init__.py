"""Pages of tokens, webhooks and calendars."""
