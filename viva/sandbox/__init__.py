"""Running strangers' code safely, in plain Python: no Django in here."""
