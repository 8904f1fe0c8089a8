"""Documents made from the schema and from runs, by pure functions."""
