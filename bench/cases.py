"""What is asked: add a line here and it is measured. A page that is not there is said to be so."""

from typing import NamedTuple

HELLO = "/bench/hello/"
LIST = "/activities/"


class Case(NamedTuple):
    """A page. `query` of a list is checked against a count of its own; `heavy` pages are asked for once.
    `by_sql` lists are asked of SQL too: half a minute for those with words.
    """

    name: str
    path: str = LIST
    query: str = ""
    heavy: bool = False
    by_sql: bool = False

    @property
    def address(self) -> str:
        return f"{self.path}?{self.query}" if self.query else self.path

    @property
    def is_list(self) -> bool:
        return self.path == LIST


FILTER = "board=abim&format=journal&competency=mk&competency=pc"
CASES = (
    Case("browse", by_sql=True),
    Case("board + format + two competencies", query=FILTER, by_sql=True),
    Case("three memberships, by price", query="member=ama&member=acp&member=aafp&sort=price", by_sql=True),
    Case("rare word", query="q=amyloidosis&q_as=text&expand=0"),
    Case("common word", query="q=care&q_as=text&expand=0", by_sql=True),
    Case("two words", query="q=patient+care&q_as=text&expand=0"),
    Case("four words", query="q=care+of+patients+with+pain&q_as=text&expand=0"),
    Case("phrase", query="q=%22patient+safety%22"),
    Case("phrase of the commonest words", query="q=%22of+the%22"),
    Case("concept + word", query="q=heart+attack+update"),
    Case("detail page", path="/activities/13645/"),
    Case("API page", path="/api/activities/"),
    Case("export of everything (CSV)", path="/activities.csv", heavy=True),
)
