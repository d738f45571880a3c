"""The interviewer's knowledge and judgement, in plain Python: no Django in here."""
