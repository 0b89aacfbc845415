"""Words as a search compares them: one normal form, forms of one word, and words that must stay apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from activities.search.language import SPOKEN, number_form, plain, query_tokens, stem, text_tokens, tokens_of


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Shared decision‑making", "shared decision making"),
        ("Crohn’s disease", "crohns disease"),
        ("physicians' pay", "physicians pay"),
        ("AMA PRA Category 1 Credit™", "ama pra category 1 credit"),
        ("Ménière", "meniere"),
        ("Me\u0301nie\u0300re", "meniere"),
        ("ﬁbrosis", "fibrosis"),
        ("β-blockers", "beta blockers"),
        ("SARS-CoV-2", "sars cov 2"),
        ("e.g. the U.S. and i.v. use", "eg the us and iv use"),
        ("MRIs of NSAIDs", "mri of nsaid"),
        ("x\u200by_z", "xy z"),
        ("\ud800\x00a", "a"),
    ],
)
def test_texts_have_one_normal_form(text: str, tokens: str) -> None:
    assert " ".join(tokens_of(text)) == tokens


@pytest.mark.parametrize(
    "pair",
    [
        *("oedema edema", "anaesthesia anesthesia", "paediatric pediatric", "haemoglobin hemoglobin", "tumour tumor"),
        *("organisation organization", "randomised randomized", "catheterising catheterizing", "leukaemia leukemia"),
        *("diarrhoea diarrhea", "oesophagus esophagus", "foetal fetal", "caesarean cesarean", "orthopaedic orthopedic"),
        *("gynaecology gynecology", "centre center", "fibres fibers", "programme program", "labelled labeled"),
        *("analysed analyzed", "paralysing paralyzing", "manoeuvre maneuver", "behavioural behavioral", "grey gray"),
        *(
            "counselling counseling",
            "ageing aging",
            "coeliac celiac",
            "dyspnoea dyspnea",
            "phaeochromocytoma pheochromocytoma",
        ),
    ],
)
def test_british_spellings_are_read_as_american_ones(pair: str) -> None:
    british, american = pair.split()
    assert tokens_of(british) == tokens_of(american) == [american]


AMERICAN_TOO = (
    "exercise exercised disease advise supervising surprise raised promise premises precise expertise crises enterprise"
    " arising comprised merchandise noise four hour analysis dialysis acre aerobic poem coefficient"
)


@pytest.mark.parametrize("word", AMERICAN_TOO.split())
def test_words_that_only_look_british_stay(word: str) -> None:
    assert tokens_of(word) == [word]


def test_a_word_in_capitals_is_told_from_the_same_word_in_small_letters() -> None:
    assert " ".join(text_tokens("All children with ALL, here in the US")) == "all children with ALL here in the US"
    assert " ".join(text_tokens("ALL CHILDREN WITH FEVER")) == "all children with fever"
    assert query_tokens("ALL all AIDS COPD") == ["ALL", "all", "AIDS", "copd"]
    assert query_tokens("ALL", shouted=True) == ["all"]


@pytest.mark.parametrize(
    "pair",
    [
        *("vaccine vaccines", "therapy therapies", "analysis analyses", "diagnosis diagnoses", "metastasis metastases"),
        *("virus viruses", "mass masses", "biopsy biopsies", "headache headaches", "dose doses", "disease diseases"),
        *("woman women", "child children", "vertebra vertebrae", "carcinoma carcinomata", "stimulus stimuli"),
        *("index indices", "calorie calories", "box boxes", "use uses", "fetus fetuses", "lens lenses", "toe toes"),
        *("pediatric pediatrics", "ethic ethics", "prosthesis prostheses", "thrombosis thromboses", "study studies"),
    ],
)
def test_singular_and_plural_are_one_form(pair: str) -> None:
    singular, plural = pair.split()
    assert number_form(singular) == number_form(plural)


@pytest.mark.parametrize(
    "forms",
    [
        *("manage manages managed managing", "plan plans planned planning", "vaccine vaccinate vaccinated vaccination"),
        *("screen screening screened", "image imaging images", "treat treated treating", "prescribe prescribing"),
        *("study studied studying", "breathe breathing breath", "organize organizing organization", "age aging ages"),
        *("sedate sedation", "care caring cared", "nurse nursing", "immunize immunization", "dose dosing"),
    ],
)
def test_simple_verb_forms_have_one_stem(forms: str) -> None:
    assert len({stem(form) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    "pair",
    [
        *("international internal", "university universe", "dysphagia dysphasia", "ileum ilium", "peroneal perineal"),
        *(
            "hypotension hypertension",
            "prednisone prednisolone",
            "care car",
            "plane plan",
            "rate rat",
            "lactate lactation",
        ),
        *("organ organization", "general generate", "medical medication", "station state", "needing neat", "toe to"),
        *("hyperkalemia hypokalemia", "evening even", "use us", "news new", "string stre"),
    ],
)
def test_other_words_have_other_stems(pair: str) -> None:
    first, second = pair.split()
    assert stem(first) != stem(second)


@given(st.text(max_size=60))
def test_tokens_are_in_normal_form_already(text: str) -> None:
    for tokens in (tokens_of(text), [token.lower() for token in text_tokens(text)]):
        for token in tokens:
            assert tokens_of(token) == [token]
            assert token.isprintable()
            assert not set(token) & set(" |\n\"-'")
            token.encode()


@given(st.text(alphabet="aeiosxyzchtngd", min_size=1, max_size=12))
def test_forms_are_joined_once_and_for_all(word: str) -> None:
    assert stem(number_form(word)) == stem(word)


@given(st.text())
def test_a_plain_text_is_printable(text: str) -> None:
    assert all(mark.isprintable() for mark in plain(text))


def test_what_is_asked_in_capitals_is_a_word_in_capitals() -> None:
    for word in SPOKEN:
        assert text_tokens(f"{word} here") == [word, "here"]
