"""What the rooms are compared with, each a process of its own under the same load."""
