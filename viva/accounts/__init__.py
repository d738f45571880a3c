"""User, profile, actor, sign-in limits."""
