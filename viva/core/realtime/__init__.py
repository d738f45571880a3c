"""What the live room stands on: database threads of its own, group commit, the in-process layer, the loop."""
