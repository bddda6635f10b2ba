"""Who else computes the distribution of a portfolio's total."""
