"""Evaluating officials: `rule_sets/` (dated rules as data) and `trials/` (facts scored by them)."""
