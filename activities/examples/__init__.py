"""A made-up catalog for demonstrations, tests and the benchmark, and the medical concepts it is made of."""
