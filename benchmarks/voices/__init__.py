"""What the benchmark of speech says and how: answers with the pauses of people, in this machine's voices."""
