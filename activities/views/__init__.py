"""The public pages of listings, one module to a page."""
