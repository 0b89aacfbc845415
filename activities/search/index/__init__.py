"""The index: exact answers in the time of a few set operations, derived from the listings and kept in the process.

From the bottom up: `bitmaps` are sets of slots; `ladders`, `titles`, `windows` and `columns` are what listings are kept
in. Of texts, `forward` is the tokens in order, `lexicon` which of them are forms of one word, `segment` where each
stands; `texts` is one large segment and small ones with what changed since, `sought` what a clause finds in them,
`tiers` what a query does. `harvest` sorts the facts of listings into all of these; `state` holds them all at one
version; `question` puts a selection to a state, with `price_lists`, `orders` and `paging`; `reads` asks the database;
`snapshot` and `packing` are the file; `current` brings a process's state up to the catalog.
"""
