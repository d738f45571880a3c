"""A language model behind an OpenAI-compatible address as the interviewer (docs/decisions/0040-llm-engine.md)."""
