from community.models.applications import ORGANISATION_CLASSES, Application, Invitation
from community.models.communities import CommunityOrganiser, CommunityPage
from community.models.consents import ConsentDocument, ConsentKind, ConsentRecord
from community.models.contacts import Contact
from community.models.devices import AccessChange, KnownDevice, SharedLimit
from community.models.directory import Circle, DirectoryEntry
from community.models.fact_checks import FactCheck
from community.models.marks import MarkDeclaration, MarkItem, MarkItemKind, OrganisationMark
from community.models.notifications import MailChoice
from community.models.pages import RegionIndexPage, RegionPage
from community.models.people import (
    Affiliation,
    Departure,
    Organisation,
    OrganisationDomain,
    OrganisationName,
    User,
)
from community.models.problems import Problem
from community.models.recovery import APPROVALS_NEEDED, AddressInquiry, Recovery, RecoveryApproval
from community.models.roles import (
    FOUR_EYES_ROLES,
    GROUP_ROLES,
    HUB_ROLES,
    PROPOSAL_PERIOD,
    REGIONAL_ROLES,
    RegionTeam,
    Role,
    RoleGrant,
    RoleProposal,
)
from community.models.vocabularies import (
    ActivityType,
    IndustryDivision,
    IndustryGroup,
    MicArea,
    Prefecture,
    Region,
    SizeBand,
)
from community.models.workflow import FourEyesRefusal, FourEyesTask
from community.models.working_group_pages import WorkingGroupIndexPage, WorkingGroupPage
from community.models.working_groups import (
    Seat,
    WorkingGroup,
    WorkingGroupDecision,
    WorkingGroupMembership,
    WorkingGroupName,
    WorkingGroupRequest,
)

__all__ = [
    "APPROVALS_NEEDED",
    "FOUR_EYES_ROLES",
    "GROUP_ROLES",
    "HUB_ROLES",
    "ORGANISATION_CLASSES",
    "PROPOSAL_PERIOD",
    "REGIONAL_ROLES",
    "AccessChange",
    "ActivityType",
    "AddressInquiry",
    "Affiliation",
    "Application",
    "Circle",
    "CommunityOrganiser",
    "CommunityPage",
    "ConsentDocument",
    "ConsentKind",
    "ConsentRecord",
    "Contact",
    "Departure",
    "DirectoryEntry",
    "FactCheck",
    "FourEyesRefusal",
    "FourEyesTask",
    "IndustryDivision",
    "IndustryGroup",
    "Invitation",
    "KnownDevice",
    "MailChoice",
    "MarkDeclaration",
    "MarkItem",
    "MarkItemKind",
    "MicArea",
    "Organisation",
    "OrganisationDomain",
    "OrganisationMark",
    "OrganisationName",
    "Prefecture",
    "Problem",
    "Recovery",
    "RecoveryApproval",
    "Region",
    "RegionIndexPage",
    "RegionPage",
    "RegionTeam",
    "Role",
    "RoleGrant",
    "RoleProposal",
    "Seat",
    "SharedLimit",
    "SizeBand",
    "User",
    "WorkingGroup",
    "WorkingGroupDecision",
    "WorkingGroupIndexPage",
    "WorkingGroupMembership",
    "WorkingGroupName",
    "WorkingGroupPage",
    "WorkingGroupRequest",
]
