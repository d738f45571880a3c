"""The load: one asyncio process that sits in all rooms and asks the baselines at the same time."""
