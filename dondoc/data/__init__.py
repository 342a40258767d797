"""Rules that change, as dated data: rule sets of evaluation and the default ladder."""
