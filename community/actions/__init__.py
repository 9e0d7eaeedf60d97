from community.actions.people import create_person
from community.actions.regions import copy_page_rights, create_region
from community.actions.roles import grant_role, revoke_role

__all__ = ["copy_page_rights", "create_person", "create_region", "grant_role", "revoke_role"]
