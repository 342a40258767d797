"""The sample: an example plan with a year of scripted acts."""
