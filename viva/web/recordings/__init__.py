"""Where a recording's parts are heard from."""
