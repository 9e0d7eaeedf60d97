"""Who may at the addresses that come with packages: a table, because their views declare nothing themselves."""

from typing import NamedTuple

from community.views.guards import Audience

READ, WRITE = ("GET",), ("GET", "POST")


class Declared(NamedTuple):
    """Addresses whose name (or, for those without one, whose route) begins with `prefix`."""

    prefix: str
    audience: Audience
    methods: tuple[str, ...] = WRITE


# The longest prefix that fits decides.
FOREIGN: tuple[Declared, ...] = (
    # allauth: what leads in is for everyone, what changes an account for its owner.
    Declared("account_", "signed_in"),
    Declared("account_login", "everyone"),
    Declared("account_logout", "everyone"),
    Declared("account_inactive", "everyone", READ),
    Declared("account_signup", "everyone"),
    Declared("account_reset_password", "everyone"),
    Declared("account_confirm_email", "link"),
    Declared("account_confirm_login_code", "everyone"),
    Declared("account_email_verification_sent", "everyone", READ),
    Declared("mfa_", "signed_in"),
    Declared("mfa_authenticate", "everyone"),
    Declared("mfa_login_webauthn", "everyone"),
    Declared("usersessions_", "signed_in"),
    # What readers get from Wagtail.
    Declared("wagtail_serve", "everyone", READ),
    Declared("wagtaildocs_serve", "everyone", READ),
    Declared("wagtaildocs_authenticate_with_password", "everyone"),
    Declared("wagtailcore_", "everyone"),
    Declared("media/", "everyone", READ),
    # Wagtail's admin: its door is for editors; inside it asks for the right to the page, image or document.
    Declared("wagtailadmin_", "editor"),
    Declared("wagtail_bulk_action", "editor"),
    Declared("wagtail_localize:", "editor"),
    Declared("wagtailimages", "editor"),
    Declared("wagtaildocs:", "editor"),
    Declared("wagtaildocs_chooser:", "editor"),
    Declared("wagtailembeds:", "editor"),
    Declared("wagtailforms:", "editor"),
    Declared("wagtailsnippets:", "editor"),
    Declared("admin/test404/", "editor"),
    Declared("admin/^.*/$", "editor"),
    Declared("wagtailadmin_login", "everyone"),
    Declared("wagtailadmin_logout", "everyone"),
    Declared("wagtailadmin_password_reset", "everyone"),
    Declared("wagtailadmin_sprite", "everyone", READ),
    Declared("wagtailadmin_javascript_catalog", "everyone", READ),
    # … and what concerns the whole hub is for administrators.
    Declared("wagtailadmin_workflows:", "administrator"),
    Declared("wagtailadmin_collections:", "administrator"),
    Declared("wagtailredirects:", "administrator"),
    Declared("wagtaillocales:", "administrator"),
    Declared("wagtailsites:", "administrator"),
    Declared("wagtailusers_", "administrator"),
)


def declared_for(name: str, route: str) -> Declared | None:
    """The row for an address by its name, else by its route; None where the table has none."""
    fitting = [row for row in FOREIGN if name.startswith(row.prefix) or (not name and route.startswith(row.prefix))]
    return max(fitting, key=lambda row: len(row.prefix), default=None)
