"""Whose turn it is: frames in order, voice activity, the end of an answer. Its only clock is the sound's own."""
