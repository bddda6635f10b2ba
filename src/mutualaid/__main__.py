"""`python -m mutualaid` is the command line."""

from mutualaid.cli import main

main()
