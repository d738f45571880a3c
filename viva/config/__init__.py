"""Settings, URL map, ASGI composition and process lifespan. Nothing imports this room."""
