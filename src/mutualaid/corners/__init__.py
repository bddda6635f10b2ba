"""The corners of a plan's rules: the cases at which an answer may change."""
