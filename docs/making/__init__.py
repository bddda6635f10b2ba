"""How the documentation is made: pages written from the library, and the site in two languages."""
