"""Queries with what a reader means by them, and the listings that answer them: `docs/judged-queries.md`."""
