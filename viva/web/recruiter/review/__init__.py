"""What the company makes of an interview: the list, the review page, its forms and reports."""
