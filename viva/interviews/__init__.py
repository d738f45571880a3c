"""Interview, question, response, evaluation and result."""
