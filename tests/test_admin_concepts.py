"""Staff change concepts: with a reason, held against all other concepts, after a look at what would change."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.http import HttpResponseBase
from django.test import Client

from activities.models import CatalogVersion, Concept, ConceptTerm, FailedQuery, NeverJoined
from activities.search import names
from activities.search.index.current import catalog_index
from tests.reader import page, words
from tests.staff import activity, at_desk, editor, errors, messages, opened, reviewer, send

pytestmark = pytest.mark.django_db

CONCEPTS = "/admin/activities/concept/"
GOUT = f"{CONCEPTS}gout/"
PAIRS = "/admin/activities/neverjoined/"


@pytest.fixture
def edith() -> Client:
    return at_desk(editor())


@pytest.fixture
def gout() -> Concept:
    concept = Concept.objects.create(code="gout", name="gout")
    ConceptTerm.objects.create(concept=concept, text="podagra")
    return concept


@pytest.fixture
def asthma() -> Concept:
    concept = Concept.objects.create(code="asthma", name="asthma")
    ConceptTerm.objects.create(concept=concept, text="RAD", kind="acronym")
    return concept


def term(number: int, text: str, kind: str = "entry", **more: str) -> dict[str, str]:
    """A new row of the form."""
    row = {"text": text, "kind": kind, "sense": "0", **more}
    return {f"terms__{number}__{name}": value for name, value in row.items()}


def sent(
    client: Client, *, button: str = "_save", total: int = 2, where: str = GOUT, **answers: Any
) -> HttpResponseBase:
    address = f"{where}change/"
    answers = {"reason": "Asked for by readers", "terms__TOTAL_FORMS": str(total), **answers}
    return send(client, address, opened(client, address), button, **answers)


def texts(concept: str = "gout") -> list[str]:
    return sorted(ConceptTerm.objects.filter(concept=concept).values_list("text", flat=True))


def found(text: str) -> list[str]:
    """What the concepts of the catalog's present version make of a text, as every worker knows them."""
    from activities.search.concepts import read

    return [one.name for one in read(text, names.known().concepts).expansions]


def test_a_new_term_is_searched_from_the_next_request(edith: Client, gout: Concept) -> None:
    activity(published=True)
    assert found("gouty arthritis") == []
    before = CatalogVersion.objects.get().v
    response = sent(edith, **term(1, "gouty arthritis"))
    assert response.status_code == 302, errors(response)
    assert texts() == ["gouty arthritis", "podagra"]
    assert CatalogVersion.objects.get().v == before + 1
    catalog_index.used()
    assert found("gouty arthritis") == ["gout"]


def test_the_history_says_who_why_and_from_what_to_what(edith: Client, gout: Concept) -> None:
    answers = {"name": "Gout", "terms__0__text": "podagras", "terms__0__kind": "spelling", **term(1, "the gout")}
    assert sent(edith, **answers).status_code == 302
    entry = LogEntry.objects.get()
    assert entry.user.username == "edith"
    assert entry.change_message == (
        "Reason: Asked for by readers. Name: “gout” → “Gout”."
        " Term changed: “podagra” (entry term or lay word) → “podagras” (spelling variant)."
        " Term added: “the gout” (entry term or lay word)."
    )
    assert "Term added: “the gout”" in page(edith.get(f"{GOUT}history/")).text_content()


def test_a_removed_term_is_told_too(edith: Client, gout: Concept) -> None:
    assert sent(edith, total=1, terms__0__DELETE="on").status_code == 302
    assert texts() == []
    assert "Term removed: “podagra” (entry term or lay word)." in LogEntry.objects.get().change_message


def test_a_new_concept_is_added_with_its_terms(edith: Client) -> None:
    add = f"{CONCEPTS}add/"
    answers = {"code": "gout", "name": "gout", "reason": "Missing", "terms__TOTAL_FORMS": "1", **term(0, "podagra")}
    response = send(edith, add, opened(edith, add), **answers)
    assert response.status_code == 302, errors(response)
    assert (Concept.objects.get().name, texts()) == ("gout", ["podagra"])
    assert "Term added: “podagra”" in LogEntry.objects.get().change_message


@pytest.mark.parametrize("text", ["asthma", "Asthma", "ASTHMA"])
def test_the_name_of_another_concept_is_refused(edith: Client, gout: Concept, asthma: Concept, text: str) -> None:
    response = sent(edith, **term(1, text))
    assert f"“{text}” is also a term of “asthma”" in errors(response)
    assert texts() == ["podagra"]


def test_a_term_of_another_concept_is_refused_unless_it_is_a_sense(
    edith: Client, gout: Concept, asthma: Concept
) -> None:
    response = sent(edith, **term(1, "RAD", "acronym"))
    assert "“RAD” is also a term of “asthma”; give it its sense in each of them, or keep it in one." in errors(response)
    response = sent(edith, **term(1, "RAD", "acronym", sense="2"))
    assert "“RAD” is also a term of “gout”" in errors(response)
    ConceptTerm.objects.filter(concept="asthma").update(sense=1)
    assert sent(edith, **term(1, "RAD", "acronym", sense="2")).status_code == 302
    assert texts() == ["RAD", "podagra"]


def test_a_name_that_is_another_ones_term_is_refused(edith: Client, gout: Concept, asthma: Concept) -> None:
    response = sent(edith, total=1, name="rad")
    assert "“rad” is also a term of “asthma”; a preferred name means one concept." in errors(response)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (term(1, "™"), "holds no letter or digit to search for"),
        (term(1, "goutalgia", capitals_only="on"), "Only a word of two to six capital letters"),
        (term(1, "beta", "member", sense="1"), "A member has neither a sense nor capitals"),
        (term(1, "podagra"), "Please correct the duplicate data for text."),
        (term(1, "hypertension"), "“hypotension” and “hypertension” must never be joined in one concept."),
    ],
)
def test_a_bad_term_is_refused_with_a_sentence(
    edith: Client, gout: Concept, row: dict[str, str], sentence: str
) -> None:
    ConceptTerm.objects.create(concept=gout, text="hypotension")
    NeverJoined.objects.create(first="hypotension", second="hypertension")
    moved = {name.replace("__1__", "__2__"): value for name, value in row.items()}
    response = sent(edith, total=3, **moved)
    assert sentence in errors(response)
    assert texts() == ["hypotension", "podagra"]


def test_nothing_is_saved_without_a_reason(edith: Client, gout: Concept) -> None:
    response = sent(edith, reason=" ", **term(1, "gouty arthritis"))
    assert "This field is required." in errors(response)
    assert texts() == ["podagra"]


def test_the_second_of_two_edits_is_refused(edith: Client, gout: Concept) -> None:
    """A term that somebody else added meanwhile is a change too."""
    form = opened(edith, f"{GOUT}change/")
    ConceptTerm.objects.create(concept=gout, text="gouty arthritis")
    response = send(edith, f"{GOUT}change/", form, reason="Why", name="Gout")
    assert "Nothing was saved." in errors(response)
    assert Concept.objects.get().name == "gout"


def preview(client: Client, **answers: Any) -> Any:
    response = sent(client, button="_preview", **answers)
    assert response.status_code == 200, errors(response)
    return page(response)


def rows(document: Any) -> dict[str, list[str]]:
    cells = ([words(cell) for cell in row.cssselect("td")] for row in document.cssselect(".changes tbody tr"))
    return {text: rest for text, *rest in cells}


def test_a_preview_tells_which_searches_change_and_saves_nothing(edith: Client, gout: Concept) -> None:
    activity(101, "Gout in primary care", published=True)
    activity(102, "Podagra through the ages", published=True)
    activity(103, "Gouty arthritis", published=True)
    FailedQuery.objects.create(text="gouty arthritis hands", last_day="2026-11-01")
    found = rows(preview(edith, **term(1, "gouty arthritis")))
    expected = {
        "gout": ["2", "3", "+1", "gout"],
        "podagra": ["2", "3", "+1", "gout"],
        "gouty arthritis": ["1", "3", "+2", "gout"],
        "gouty arthritis hands": ["0", "0", "same number", "gout"],
    }
    assert {text: found.get(text) for text in expected} == expected
    assert all("gout" in text for text in found.keys() - expected.keys()), "judged queries with the term, and no others"
    assert texts() == ["podagra"]
    assert not LogEntry.objects.exists()


def test_saving_after_the_preview_saves_what_was_typed(edith: Client, gout: Concept) -> None:
    document = preview(edith, note="First\nsecond", **term(1, "gouty arthritis"))
    form = document.cssselect("#content form")[0]
    response = send(edith, f"{GOUT}change/", form)
    assert response.status_code == 302, errors(response)
    assert texts() == ["gouty arthritis", "podagra"]
    assert Concept.objects.get().note.splitlines() == ["First", "second"]


def test_changing_it_again_keeps_what_was_typed(edith: Client, gout: Concept) -> None:
    document = preview(edith, **term(1, "gouty arthritis"))
    response = send(edith, f"{GOUT}change/", document.cssselect("#content form")[0], "_again")
    assert "Nothing was saved." in errors(response)
    form = page(response).cssselect("#content form")[0]
    assert dict(form.form_values())["terms-1-text"] == "gouty arthritis"
    assert texts() == ["podagra"]


def test_the_form_leads_to_the_preview(edith: Client, gout: Concept) -> None:
    buttons = [one.get("value") for one in opened(edith, f"{GOUT}change/").cssselect("input[type=submit]")]
    assert buttons == ["Look at what changes"]


def test_concepts_are_found_by_any_of_their_names(edith: Client, gout: Concept, asthma: Concept) -> None:
    listed = page(edith.get(CONCEPTS, {"q": "podag"})).cssselect("#result_list tbody tr")
    assert [words(row.cssselect(".field-other_names")[0]) for row in listed] == ["podagra"]


def test_a_concept_is_removed_with_a_reason_by_a_reviewer(gout: Concept) -> None:
    rita = at_desk(reviewer())
    response = send(rita, f"{GOUT}delete/", opened(rita, f"{GOUT}delete/"), reason="Not one thing")
    assert response.status_code == 302
    assert messages(rita) == "“gout” was removed."
    assert not ConceptTerm.objects.exists()


def test_a_pair_that_a_concept_joins_is_refused(gout: Concept) -> None:
    rita = at_desk(reviewer())
    add = f"{PAIRS}add/"
    response = send(rita, add, opened(rita, add), first="gout", second="podagra", reason="Why")
    assert "The concept “gout” has both" in errors(response)
    assert send(rita, add, opened(rita, add), first="ileum", second="ilium", reason="Why").status_code == 302
    assert str(NeverJoined.objects.get()) == "ileum / ilium"
    assert "Reason: Why." in LogEntry.objects.get().change_message


def test_an_editor_sees_the_pairs_and_does_not_change_them(edith: Client) -> None:
    NeverJoined.objects.create(first="ileum", second="ilium")
    assert "ilium" in page(edith.get(PAIRS)).text_content()
    assert edith.get(f"{PAIRS}add/").status_code == 403
