"""An interview's scorecard as a file to take away: PDF for people, CSV for tables, JSON for programs."""
