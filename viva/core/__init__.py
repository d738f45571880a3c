"""Small shared ground: time, errors, ids, events, realtime. Nothing that a room could own."""
