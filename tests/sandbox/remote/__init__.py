"""The remote tier, against small services of our own that speak real HTTP on loopback."""
