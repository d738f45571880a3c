"""The languages that code is judged in: what each needs, how it is built, started and called."""
