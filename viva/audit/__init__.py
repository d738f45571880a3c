"""Who did what: an append-only record, beside what the rooms keep of their own."""
