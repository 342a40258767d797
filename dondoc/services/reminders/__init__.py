"""Reminders: which steps are reached, who hears of them, and in which words."""
