"""In development, where no mail server is set: the mails that were written to files."""
