"""A listing as schema.org JSON-LD, for programs that read its page: it says only what the page shows.

The activity is a `Course`, when and how it is taken a `CourseInstance`, prices are `Offer`s, credits and approvals
`EducationalOccupationalCredential`s. What is not known is left out.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from activities import records
from activities.models import BoardApproval, Support
from activities.printing import links, words
from activities.printing.approvals import Force, force
from activities.printing.detail import address
from activities.record_shape import ApprovalRecord, CreditRecord, Named, PriceRecord
from activities.records import Record
from cme_catalog.site import site_facts

Node = dict[str, Any]

SCHEMA = "https://schema.org"
COMPETENCIES = "ABMS/ACGME Core Competencies"
_AMA = "American Medical Association"
_MODES = {"online": "online", "live-streamed": "online", "in-person": "onsite"}
_ESCAPES = {ord(mark): f"\\u{ord(mark):04x}" for mark in "<>&\u2028\u2029"}


def course(record: Record, changed_at: datetime, day: date) -> Node:
    """The activity with everything about it; approvals are those in force on the day."""
    page = site_facts().canonical(address(record))
    return _stated(
        {
            "@context": SCHEMA,
            "@type": "Course",
            "@id": page,
            "url": page,
            "mainEntityOfPage": page,
            "name": record["title"],
            "description": record["description"],
            "identifier": _property("Activity ID", str(record["activity_id"])),
            "courseCode": record["provider_reference"],
            "provider": [_provider(one) for one in (record["provider"], *record["joint_providers"])],
            "inLanguage": "en",
            "learningResourceType": record["format"]["name"] if record["format"] else "",
            "keywords": [term["name"] for term in record["keywords"]],
            "teaches": [*record["objectives"], *map(_competency, record["competencies"])],
            "audience": [_audience(term["name"]) for term in record["specialties"]] or [_audience("Physician")],
            "numberOfCredits": [_amount(row) for row in record["credits"]],
            "educationalCredentialAwarded": [*_credits(record), *_approvals(record, day)],
            "expires": record["expires"],
            "isAccessibleForFree": any(_is_free(row) for row in record["prices"]) or None,
            "offers": list(_offers(record)),
            "conditionsOfAccess": "\n".join(_conditions(record)),
            "hasCourseInstance": [_instance(record)],
            "potentialAction": _register(record),
            "funder": [_organization(name) for name in record["supporters"]] if _is_supported(record) else [],
            "isBasedOn": _article(record["doi"]),
            "dateModified": f"{changed_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        }
    )


def script_text(node: Node) -> SafeString:
    """The JSON as it may stand inside a `script` element: no text in it can end the element or begin another."""
    text = json.dumps(node, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(text.translate(_ESCAPES))  # noqa: S308


def _stated(node: Mapping[str, Any]) -> Node:
    """Without what is empty."""
    return {name: value for name, value in node.items() if value not in ("", None, [], {})}


def _property(name: str, value: str) -> Node:
    return {"@type": "PropertyValue", "propertyID": name, "value": value}


def _organization(name: str, **more: str) -> Node:
    return {"@type": "Organization", "name": name, **more}


def _provider(named: Named) -> Node:
    page = site_facts().canonical(reverse("providers:provider_detail", args=[named["code"]]))
    return {**_organization(named["name"]), "@id": page, "url": page}


def _competency(named: Named) -> Node:
    return {"@type": "DefinedTerm", "name": named["name"], "inDefinedTermSet": COMPETENCIES}


def _audience(kind: str) -> Node:
    return {"@type": "EducationalAudience", "audienceType": kind}


def _amount(row: CreditRecord) -> Node:
    amount = Decimal(row["amount"])
    value = int(amount) if amount == amount.to_integral_value() else float(amount)
    return _stated({"@type": "QuantitativeValue", "value": value, "unitText": _bare(row["type"])})


def _bare(named: Named | None) -> str:
    """The name of a credit type as programs compare it."""
    return named["name"].replace("™", "").replace("®", "") if named else ""


def _credential(name: str, category: str, **more: Any) -> Node:
    about = {"@type": "EducationalOccupationalCredential", "name": name, "credentialCategory": category}
    return _stated({**about, **more})


def _credits(record: Record) -> Iterator[Node]:
    """The credit types; who answers for the activity's accreditation is said of them."""
    said = "\n".join(line for line in record["disclaimers"] if _is_accreditation(line))
    for row in record["credits"]:
        if named := row["type"]:
            by = _organization(_AMA) if named["code"].startswith("ama-pra-") else None
            yield _credential(_bare(named), "continuing medical education credit", recognizedBy=by, description=said)


def _approvals(record: Record, day: date) -> Iterator[Node]:
    """The boards' own approvals. A registration through ACCME is none."""
    for row in record["approvals"]:
        if row["basis"] == BoardApproval.Basis.BOARD and row["type"] and force(row, day) is Force.IN_FORCE:
            yield _credential(row["type"]["name"], "continuing certification credit", recognizedBy=_board(row))


def _board(row: ApprovalRecord) -> Node:
    return _organization(row["board"]["name"], alternateName=row["board"]["abbreviation"])


def _is_free(row: PriceRecord) -> bool:
    return row["audience"] == "public" and row["kind"] == "amount" and not Decimal(row["amount"])


def _offers(record: Record) -> Iterator[Node]:
    """What the public pays, or where to learn it; then what members of organizations pay, with words for whom."""
    public = [row for row in record["prices"] if row["audience"] == "public"]
    members = [row for row in record["prices"] if row["audience"] != "public" and row["kind"] == "amount"]
    link = links.web_address(record["registration_url"])
    offers = [_price(row) for row in public] or [{}]
    offers += [{**_price(row), "description": words.price(row)} for row in members]
    for offer in offers:
        if offer or link:
            yield _stated({"@type": "Offer", **offer, "url": link, "availabilityEnds": record["last_day"]})


def _price(row: PriceRecord) -> Node:
    if row["kind"] != "amount":
        return {}
    amount = Decimal(row["amount"])
    if not amount:
        return {"price": "0", "priceCurrency": "USD", "category": "Free"}
    return {"price": f"{amount:.2f}", "priceCurrency": "USD", "category": "Paid"}


def _conditions(record: Record) -> Iterator[str]:
    if record["registration"] == "limited":
        yield "Registration is limited."
    yield from (line for line in record["disclaimers"] if not _is_accreditation(line))


def _is_accreditation(line: str) -> bool:
    return "accredit" in line.lower()


def _instance(record: Record) -> Node:
    held = records.is_held(record)
    about = {
        "@type": ["CourseInstance", "EducationEvent"] if held else "CourseInstance",
        "courseMode": _MODES.get(record["delivery"], ""),
        "startDate": record["starts"],
        "endDate": record["ends"] if held else record["expires"],
    }
    return _stated({**about, **(_where(record) if held else {})})


def _where(record: Record) -> Node:
    if record["delivery"] == "live-streamed":
        online = _stated({"@type": "VirtualLocation", "url": links.web_address(record["registration_url"])})
        return {"eventAttendanceMode": f"{SCHEMA}/OnlineEventAttendanceMode", "location": online}
    parts = {"addressLocality": "city", "addressRegion": "state", "addressCountry": "country"}
    stated = _stated({name: dict(record)[field] for name, field in parts.items()})
    place = _stated({"name": record["venue"], "address": {"@type": "PostalAddress", **stated} if stated else None})
    mode = f"{SCHEMA}/OfflineEventAttendanceMode" if record["delivery"] == "in-person" else ""
    return {"eventAttendanceMode": mode, "location": {"@type": "Place", **place} if place else None}


def _register(record: Record) -> Node | None:
    link = links.web_address(record["registration_url"])
    return {"@type": "RegisterAction", "target": link} if link else None


def _is_supported(record: Record) -> bool:
    return record["commercial_support"] == Support.YES


def _article(doi: str) -> Node | None:
    """The article an activity is built on: the DOI names it, not the activity."""
    if not doi:
        return None
    there = links.doi_address(doi)
    return {"@type": "ScholarlyArticle", "@id": there, "url": there, "identifier": _property("DOI", doi)}
