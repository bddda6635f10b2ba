"""Changing the policy: changes laid over the plans, and what they make different."""
