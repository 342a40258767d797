"""Signing in: password, second factor, single sign-on, sessions, too many tries."""
