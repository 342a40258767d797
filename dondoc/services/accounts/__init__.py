"""Accounts: passwords, second factors, single sign-on, sessions, and links that set a password."""
