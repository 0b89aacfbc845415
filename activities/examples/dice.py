"""Chance that always falls the same way for the same seed."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Dice(Random):
    """A generator of its own for each listing, so that a larger catalog begins with the smaller one."""

    def chance(self, likelihood: float) -> bool:
        return self.random() < likelihood

    def one(self, values: Sequence[T]) -> T:
        return values[int(self.random() * len(values))]

    def early(self, values: Sequence[T]) -> T:
        """One value, the first ones more often, as readers meet common problems more often than rare ones."""
        return values[int(self.random() ** 1.4 * len(values))]

    def weighted(self, weights: Mapping[T, float]) -> T:
        point = self.random() * sum(weights.values())
        for value, weight in weights.items():
            point -= weight
            if point < 0:
                return value
        return value

    def some(self, values: Sequence[T], least: int, most: int) -> list[T]:
        """Between `least` and `most` different values, in the order given; fewer when there are fewer."""
        count = min(self.whole(least, most), len(values))
        return [values[index] for index in sorted(self.sample(range(len(values)), count))]

    def whole(self, least: int, most: int) -> int:
        return least + int(self.random() * (most - least + 1))

    def after(self, day: date, least: int, most: int) -> date:
        """A day between `least` and `most` days after the given one."""
        return day + timedelta(days=self.whole(least, most))
