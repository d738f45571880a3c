"""Writes of the live room: short transactions, in which no engine and no sandbox is ever called."""
