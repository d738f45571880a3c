"""What an interview comes to: its four scores, and feedback a person can act on."""
