"""Where pytest and Hypothesis come in: imported in every test run on a machine, so kept small.

No module here imports `mutualaid` before there is something for it to do.
"""
