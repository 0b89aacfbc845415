"""The benchmark: `make bench` measures how long readers wait, as ratios against a page that says hello."""
