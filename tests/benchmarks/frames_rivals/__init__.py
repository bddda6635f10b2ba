"""Other ways to decide the eight plans for a population, each written by hand from the leaflet.

They share no rule with the library, nor with one another: each has the leaflet's figures typed in.
Each has a function `decide(entries, units, starts)` that takes Polars frames and gives a Polars
frame with a row for each entry, in the order given, and five columns for each plan. Most hold an
answer as one code: nought where nothing stands against it, the number of a reason where something
fails, that number with a minus where something is not known.
"""
