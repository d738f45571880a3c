"""Settings: `base` reads the environment; `dev` is for `make run`, `prod` behind TLS, `test` for tests."""
