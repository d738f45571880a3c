"""Read-only views over finished interviews: progress over time, skill gaps, what to practise next."""
