"""Pages under load: ours over 100,000 assignments, and Redmine's list of issues."""
