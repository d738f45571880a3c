"""Text to speech: one file per voice engine, behind `base.Synthesiser`."""
