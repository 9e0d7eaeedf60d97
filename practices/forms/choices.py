"""Answers to choose from that are no vocabulary of their own; equipment, place and way of noticing follow the form
of IPA's notification of unauthorised access, so that one set of answers serves for both."""

from django.utils.translation import gettext_lazy as _

AFFECTED = (
    ("pc", _("Computer")),
    ("mobile", _("Smartphone or tablet")),
    ("server_shop", _("Server: online shop")),
    ("server_web", _("Server: website")),
    ("server_mail", _("Server: mail")),
    ("server_domain", _("Server: domain controller")),
    ("server_file", _("Server: files")),
    ("server_database", _("Server: database")),
    ("server_other", _("Server: other")),
    ("network", _("Network device")),
    ("storage", _("NAS or other storage")),
    ("account", _("Account of an internet service")),
    ("other", _("Other")),
    ("unknown", _("Unknown")),
)
ENVIRONMENT = (
    ("on_premises", _("On our own premises")),
    ("cloud", _("In a cloud environment")),
    ("saas", _("Cloud service (SaaS)")),
    ("hosting", _("Hosting service")),
    ("internet_service", _("Internet service such as an office suite")),
    ("closed", _("Closed network without internet")),
    ("other", _("Other")),
    ("unknown", _("Unknown")),
)
NOTICED_BY = (
    ("internal", _("We noticed it ourselves")),
    ("external", _("Somebody outside told us")),
    ("partner", _("A business partner or service provider told us")),
    ("unknown", _("Unknown")),
)
COST_KINDS = (
    ("investigation", _("Investigation")),
    ("recovery", _("Recovery and replacement")),
    ("lost_sales", _("Lost sales")),
    ("compensation", _("Compensation")),
    ("notification", _("Notices and call centre")),
    ("legal", _("Lawyers and authorities")),
    ("transfer", _("Money sent to the attacker")),
    ("other", _("Other")),
)
DATA_KINDS = (
    ("none", _("No data")),
    ("personal", _("Personal data")),
    ("credentials", _("Passwords and keys")),
    ("payment", _("Card and bank data")),
    ("trade", _("Trade secrets and drawings")),
    ("partner", _("Data entrusted by partners")),
    ("other", _("Other")),
    ("unknown", _("Unknown")),
)
DONE = (("yes", _("Done")), ("planned", _("Planned")), ("no", _("Not done")))
CONFIDENCE = (("high", _("High")), ("medium", _("Medium")), ("low", _("Low")))
ACTORS = (
    ("external", _("Somebody outside")),
    ("internal", _("Somebody inside")),
    ("partner", _("Business partner")),
    ("unknown", _("Unknown")),
)
ASSETS = (
    ("S", _("Server")),
    ("N", _("Network")),
    ("U", _("User's device")),
    ("M", _("Medium or paper")),
    ("P", _("Person")),
    ("T", _("Terminal or kiosk")),
    ("E", _("Built-in or control device")),
)
ATTRIBUTES = (
    ("confidentiality", _("Confidentiality: somebody may have seen it")),
    ("integrity", _("Integrity: something was changed")),
    ("availability", _("Availability: something could not be used")),
)
TLP_OF_REPORT = ("RED", "AMBER+STRICT", "AMBER")
