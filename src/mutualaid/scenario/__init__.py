"""Scenarios for actuaries: exposure, assumptions, the loss of a portfolio, comparison."""
