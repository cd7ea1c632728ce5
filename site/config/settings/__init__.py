"""Settings: `base` for all; `production`, `demo` and `test` for each place the project runs."""
