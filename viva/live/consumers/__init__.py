"""Sockets: they authenticate, validate and dispatch; everything is stored before it is sent."""
