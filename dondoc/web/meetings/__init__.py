"""Pages of meetings on what is behind, and of what they concluded."""
