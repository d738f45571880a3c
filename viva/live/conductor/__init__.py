"""The conductor: a pure state machine that holds the conversation. No database, clock, network or Django."""
