"""Settings: `base` reads the environment; `dev` is what `make run` uses; `prod` is behind TLS; `test` for tests."""
