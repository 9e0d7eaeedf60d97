from community.models.pages import CommunityOrganiser, CommunityPage, RegionIndexPage, RegionPage
from community.models.people import Affiliation, Organisation, User
from community.models.roles import REGIONAL_ROLES, RegionTeam, Role, RoleGrant
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
from community.models.working_groups import WorkingGroup, WorkingGroupMembership

__all__ = [
    "REGIONAL_ROLES",
    "ActivityType",
    "Affiliation",
    "CommunityOrganiser",
    "CommunityPage",
    "FourEyesRefusal",
    "FourEyesTask",
    "IndustryDivision",
    "IndustryGroup",
    "MicArea",
    "Organisation",
    "Prefecture",
    "Region",
    "RegionIndexPage",
    "RegionPage",
    "RegionTeam",
    "Role",
    "RoleGrant",
    "SizeBand",
    "User",
    "WorkingGroup",
    "WorkingGroupIndexPage",
    "WorkingGroupMembership",
    "WorkingGroupPage",
]
