"""Understanding what a candidate says, and the interviewer's lines."""
