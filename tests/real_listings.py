"""What the directory says about the real listings, kept beside the fixtures so that a slip in one of them shows.

A row is what our copy of the listing's page says; what it does not say is not here, and may not be in the catalog.
"""

from typing import NamedTuple

AMA_DISCLAIMERS = (
    "This activity is accredited by the American Medical Association.",
    "This activity is free to AMA members.",
)
PAGE = "https://www.continuingcertification.org/activity/"
FIFTEEN = (
    *("aba", "abai", "abcrs", "abfm", "abmgg", "abnm", "abo", "abpath", "abpm", "abpmr", "abpn", "abps", "abr"),
    *("abts", "abu"),
)
"""The boards that accept most of the AMA's listings as lifelong learning; many are accepted by ABOS besides."""
SIXTEEN = tuple(sorted((*FIFTEEN, "abos")))


class Facts(NamedTuple):
    title: str
    provider: str
    format: str
    credit: tuple[str, str]
    prices: dict[str, str]
    expires: str
    page: str = ""
    approvals: dict[str, tuple[str, ...]] = {}
    approval_list: str = "complete"
    disclaimers: tuple[str, ...] = ()
    support: str = "unknown"
    keywords: tuple[str, ...] = ()
    competencies: tuple[str, ...] = ()
    doi: str = ""
    read_on: str = ""


def ama(title: str, page: str, expires: str, boards: tuple[str, ...] = SIXTEEN, **more: object) -> Facts:
    """An article of the AMA Journal of Ethics, or another activity of the American Medical Association."""
    facts: dict[str, object] = {
        "provider": "AMA Journal of Ethics",
        "format": "Journal-based",
        "credit": ("", "1"),
        "approvals": {"lifelong-learning": boards},
        **more,
    }
    return Facts(
        title=title,
        page=page,
        expires=expires,
        prices={"public": "30", "ama": "0"},
        disclaimers=AMA_DISCLAIMERS,
        support="no",
        **facts,  # type: ignore[arg-type]
    )


def article(title: str, provider: str, page: str, expires: str) -> Facts:
    """A journal article of which our copy says only what a list prints."""
    return Facts(
        title, provider, "Journal-based", ("", "1"), {"public": "30"}, expires, page, approval_list="not-recorded"
    )


REAL_LISTINGS = {
    13645: ama(
        "International Medical Graduates and the Physician Workforce",
        "international-medical-graduates-and-the-physician-workforce/",
        "2027-07-15",
        provider="JAMA",
        credit=("ama-pra-1", "1"),
        approvals={},
        approval_list="not-recorded",
        keywords=("Medical Education and Training",),
        competencies=("mk",),
        doi="10.1001/jama.2024.7656",
    ),
    14413: article(
        "Opportunities for Pragmatic Design Elements in Surgical Trials",
        "JAMA Surgery",
        "opportunities-for-pragmatic-design-elements-in-surgical-trials",
        "2028-08-27",
    ),
    14179: article(
        "Diagnosis and Treatment of Type 2 Diabetes in Adults: A Review",
        "JAMA",
        "diagnosis-and-treatment-of-type-2-diabetes-in-adultsa-review"
        + "diagnosis-and-treatment-of-type-2-diabetes-in-adults-a-review" * 2,
        "2028-06-23",
    ),
    14114: article(
        "Reporting Guideline for Chatbot Health Advice Studies: The CHART Statement",
        "JAMA Network Open",
        "reporting-guideline-for-chatbot-health-advice-studiesthe-chart-statement"
        + "reporting-guideline-for-chatbot-health-advice-studies" * 2,
        "2028-08-01",
    ),
    13870: Facts(
        "Pain Management and Opioids: Adaptive Learning from NEJM Group",
        "Massachusetts Medical Society",
        "Enduring",
        ("", "10.25"),
        {"public": "0"},
        "2027-10-27",
        "pain-management-and-opioids-adaptive-learning-from-nejm-group",
        approval_list="not-recorded",
    ),
    13833: article(
        "FDA Perspective on the Regulation of Artificial Intelligence in Health Care and Biomedicine",
        "JAMA",
        "fda-perspective-on-the-regulation-of-artificial-intelligence-in-health-care-and-biomedicine/",
        "2027-10-15",
    ),
    13819: article(
        "Making the Ethical Oversight of All Clinical Trials Fit for Purpose",
        "JAMA",
        "making-the-ethical-oversight-of-all-clinical-trials-fit-for-purpose/",
        "2027-10-19",
    ),
    11015: ama(
        "How Should Surgical Palliative Success Be Defined?",
        "how-should-surgical-palliative-success-be-defined-2/",
        "2027-09-05",
        keywords=("End of Life", "Ethics", "Shared Decision Making and Communication", "Surgery"),
        competencies=("mk", "ics", "prof"),
    ),
    10887: ama(
        "Medical Student-Driven Efforts to Incorporate Segregated Care Education Into Their Curriculum",
        "medical-student-driven-efforts-to-incorporate-segregated-care-education-into-their-curriculum",
        "2026-01-01",
        FIFTEEN,
    ),
    10830: ama(
        "How Portraiture Can Help Build Therapeutic Capacity in Patient-Clinician Relationships",
        "how-portraiture-can-help-build-therapeutic-capacity-in-patient-clinician-relationships-2",
        "2026-05-31",
        FIFTEEN,
        format="Enduring",
        credit=("ama-pra-1", "0.5"),
        keywords=("Humanities",),
        competencies=("mk", "prof"),
        doi="10.1001/ama.2020.0000608",
    ),
    10793: ama(
        "How Should the US Federal Government Oversee Clinicians' Relationships With Industry?",
        "how-should-the-us-federal-government-oversee-clinicians-relationships-with-industry/",
        "2026-03-01",
    ),
    10729: ama(
        "The Limits of Informed Consent in the Overwhelmed Patient: Clinicians' Role in Protecting Patients and"
        " Preventing Overwhelm",
        "the-limits-of-informed-consent-in-the-overwhelmed-patient-clinicians-role-in-protecting-patients-and"
        "-preventing-overwhelm/",
        "2025-08-31",
    ),
    10600: ama(
        "Basics of Health Equity",
        "basics-of-health-equity/",
        "2025-10-03",
        provider="American Medical Association",
        format="Enduring",
        credit=("ama-pra-1", "0.5"),
        keywords=("Equity, Diversity, and Inclusion", "Ethics", "Health Disparities", "Health Inequities"),
        competencies=("mk", "prof"),
        doi="10.1001/ama.2021.0000663",
    ),
    3841: Facts(
        "Identifying and Responding to Suicide Risk",
        "American Medical Association",
        "Enduring",
        ("", "1"),
        {"public": "20", "ama": "0"},
        "2028-05-13",
        approvals={"lifelong-learning": ("abfm", "abpm", "abpn")},
        approval_list="partial",
        read_on="2026-04-18",
    ),
    2012: Facts(
        "IHI Open School Patient Safety Curriculum: Fundamentals of Patient Safety",
        "Institute for Healthcare Improvement",
        "Internet",
        ("", "1"),
        {"public": "variable"},
        "2024-12-31",
        "ihi-open-school-patient-safety-curriculum-fundamentals-of-patient-safety",
        approvals={
            "lifelong-learning": ("aba", "abai", "abcrs", "abnm", "abpath", "abpn", "abps", "abts", "abu"),
            "self-assessment": ("abfm", "abo", "abos", "abp", "abpm", "abpmr", "abr"),
        },
        support="no",
    ),
}
