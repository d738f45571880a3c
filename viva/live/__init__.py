"""The live room: session, numbered messages, code, the conductor, turns and sockets."""
