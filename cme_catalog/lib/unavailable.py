"""The failure that passes by itself."""


class Unavailable(Exception):
    """Something the answer needs is not there for the moment; the reader is asked to come back (503)."""
