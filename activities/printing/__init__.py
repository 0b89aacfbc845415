"""How a listing is put into words: the same words on every page, card, feed and export that prints it."""
