"""The eight plans of the Beijing office, one module each; none knows another."""
