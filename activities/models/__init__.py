from activities.models.activity import Activity
from activities.models.approval import BoardApproval
from activities.models.choices import (
    ApprovalList,
    Delivery,
    Registration,
    Status,
    Support,
    TextOrigin,
    Withdrawal,
)
from activities.models.concept import Concept, ConceptTerm, NeverJoined
from activities.models.failed_query import FailedQuery, SearchTest
from activities.models.history import Event, Verb
from activities.models.listing import CatalogChange, CatalogCommit, CatalogVersion, Listing
from activities.models.offers import Credit, Price
from activities.models.report import Report
from activities.models.vocabulary import (
    ApprovalType,
    Competency,
    CreditType,
    FormatType,
    Keyword,
    Membership,
    PointsKind,
    PracticeSetting,
    QualityStrategy,
    Specialty,
)

__all__ = [
    "Activity",
    "ApprovalList",
    "ApprovalType",
    "BoardApproval",
    "CatalogChange",
    "CatalogCommit",
    "CatalogVersion",
    "Competency",
    "Concept",
    "ConceptTerm",
    "Credit",
    "CreditType",
    "Delivery",
    "Event",
    "FailedQuery",
    "FormatType",
    "Keyword",
    "Listing",
    "Membership",
    "NeverJoined",
    "PointsKind",
    "PracticeSetting",
    "Price",
    "QualityStrategy",
    "Registration",
    "Report",
    "SearchTest",
    "Specialty",
    "Status",
    "Support",
    "TextOrigin",
    "Verb",
    "Withdrawal",
]
