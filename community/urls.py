"""Addresses of the member's own page, below /members/."""

from django.urls import include, path

from community.views import (
    admits,
    applications,
    audit,
    consents,
    contact,
    directory,
    invitations,
    joining,
    marks,
    members,
    notifications,
    organisations,
    people,
    personal,
    places,
    recovery,
    rights,
    roles,
    sessions,
    wizard,
    working_group_office,
    working_group_papers,
    working_groups,
)

app_name = "members"

FORM = ("GET", "POST")

# Below /members/working-groups/<code>/.
working_group_urlpatterns = [
    path("", admits("member", working_groups.desk), name="working-group"),
    path("edit/", admits("secretariat", working_group_office.edit, methods=FORM), name="working-group-edit"),
    path("join/", admits("member", working_groups.join, methods=("POST",)), name="working-group-join"),
    path("requests/<int:pk>/", admits("member", working_groups.answer, methods=("POST",)), name="working-group-answer"),
    path(
        "participants/<int:pk>/end/",
        admits("member", working_groups.leave, methods=("POST",)),
        name="working-group-leave",
    ),
    path(
        "decisions/new/",
        admits("member", working_group_papers.decision, methods=FORM),
        name="working-group-decision-new",
    ),
    path(
        "decisions/<int:pk>/",
        admits("member", working_group_papers.decision, methods=FORM),
        name="working-group-decision",
    ),
    path("papers/", admits("member", working_group_papers.add_paper, methods=("POST",)), name="working-group-papers"),
    path(
        "papers/<int:pk>/delete/",
        admits("member", working_group_papers.delete_paper, methods=("POST",)),
        name="working-group-paper-delete",
    ),
]

urlpatterns = [
    path("rights/", admits("secretariat", rights.rights), name="rights"),
    path("audit/", admits("secretariat", audit.audit), name="audit"),
    path("audit/export/", admits("secretariat", audit.audit_export, methods=("POST",)), name="audit-export"),
    path("my-data/", admits("signed_in", personal.my_data), name="my-data"),
    path("my-data/file/", admits("signed_in", personal.my_data_file, methods=("POST",)), name="my-data-file"),
    path("periods/", admits("everyone", personal.periods), name="periods"),
    path("roles/", admits("member", roles.role_list, methods=("GET", "POST")), name="roles"),
    path("roles/proposals/<int:pk>/", admits("member", roles.proposal), name="role-proposal"),
    path("roles/proposals/<int:pk>/decide/", admits("member", roles.decide, methods=("POST",)), name="role-decide"),
    path("roles/<int:pk>/revoke/", admits("member", roles.revoke, methods=("GET", "POST")), name="role-revoke"),
    path("lost-phone/", admits("everyone", recovery.ask, methods=FORM), name="recovery-ask"),
    path("lost-phone/sent/", admits("everyone", recovery.sent), name="recovery-sent"),
    path("lost-phone/confirm/<str:token>/", admits("link", recovery.confirm, methods=FORM), name="recovery-confirm"),
    path("lost-phone/stop/<str:token>/", admits("link", recovery.cancel, methods=FORM), name="recovery-cancel"),
    path("lost-phone/set-up/<str:token>/", admits("link", recovery.set_up, methods=FORM), name="recovery-set-up"),
    path("people/security/", admits("member", people.security), name="people-security"),
    path("people/recovery/", admits("member", people.recoveries), name="recoveries"),
    path("people/recovery/<int:pk>/", admits("member", recovery.decide, methods=FORM), name="recovery-decide"),
    path("sessions/<int:pk>/end/", admits("signed_in", sessions.end, methods=("POST",)), name="session-end"),
    path("organisations/<slug:key>/mark/", admits("member", marks.declare, methods=FORM), name="organisation-mark"),
    path(
        "organisations/<slug:key>/mark/withdraw/",
        admits("member", marks.withdraw, methods=FORM),
        name="organisation-mark-withdraw",
    ),
    path("profile/", admits("member", directory.profile, methods=FORM), name="profile"),
    path("leave/", admits("signed_in", directory.leave, methods=FORM), name="leave"),
    path("consents/", admits("signed_in", consents.consents, methods=FORM), name="consents"),
    path(
        "consents/<slug:kind>/withdraw/", admits("signed_in", consents.withdraw, methods=FORM), name="consent-withdraw"
    ),
    path("consents/<slug:kind>/new/", admits("secretariat", consents.new_version, methods=FORM), name="consent-new"),
    path("directory/", admits("member", directory.directory), name="directory"),
    path("directory/<int:pk>/", admits("member", directory.entry), name="directory-entry"),
    path("directory/<int:pk>/contact/", admits("member", directory.contact), name="directory-contact"),
    path("applications/", admits("member", applications.application_list), name="applications"),
    path("applications/<uuid:key>/", admits("member", applications.application, methods=FORM), name="application"),
    path("organisations/", admits("member", organisations.organisation_list), name="organisations"),
    path("organisations/<slug:key>/", admits("member", organisations.organisation), name="organisation"),
    path(
        "organisations/<slug:key>/edit/", admits("member", organisations.edit, methods=FORM), name="organisation-edit"
    ),
    path(
        "organisations/<slug:key>/listing/",
        admits("member", organisations.listing, methods=FORM),
        name="organisation-listing",
    ),
    path(
        "organisations/<slug:key>/people/",
        admits("member", organisations.people, methods=FORM),
        name="organisation-people",
    ),
    path(
        "organisations/<slug:key>/leave/",
        admits("member", organisations.leave, methods=FORM),
        name="organisation-leave",
    ),
    path("places/", admits("member", places.desk), name="places"),
    path("places/<int:pk>/checked/", admits("member", places.checked, methods=("POST",)), name="place-checked"),
    path("places/<int:pk>/problems/new/", admits("member", places.new_problem, methods=FORM), name="problem-new"),
    path("problems/<int:pk>/", admits("member", places.edit_problem, methods=FORM), name="problem-edit"),
    path("working-groups/", admits("member", working_groups.group_list), name="working-groups"),
    path(
        "working-groups/new/", admits("secretariat", working_group_office.new, methods=FORM), name="working-group-new"
    ),
    path("working-groups/<slug:code>/", include(working_group_urlpatterns)),
    path("notifications/", admits("member", notifications.notifications, methods=FORM), name="notifications"),
    path("", admits("member", members.home), name="home"),
]

# The public side of marks, below /marks/; named "marks:…".
mark_urlpatterns = [
    path("<slug:code>/", admits("everyone", marks.verify), name="verify"),
    path("<slug:code>/badge.svg", admits("everyone", marks.badge), name="badge"),
    path("<slug:code>/qr.svg", admits("everyone", marks.qr), name="qr"),
]

# What everybody may open, below the root; named "places:…".
place_urlpatterns = [
    path("guidelines/check/", admits("everyone", wizard.check), name="guideline-check"),
    path("guidelines/check/deadlines.ics", admits("everyone", wizard.deadlines), name="guideline-deadlines"),
    path("guidelines/check/form.txt", admits("everyone", wizard.form_text), name="guideline-text"),
    path("regions/problems/", admits("everyone", places.problem_list), name="problems"),
    path("regions/problems/<int:pk>/", admits("everyone", places.problem), name="problem"),
    path("regions/<slug:region>/contact/", admits("everyone", contact.region, methods=FORM), name="region-contact"),
    path(
        "regions/<slug:region>/<slug:community>/contact/",
        admits("everyone", contact.community, methods=FORM),
        name="community-contact",
    ),
]

# How people come in, below /join/; named "join:…".
join_urlpatterns = [
    path("apply/", admits("everyone", joining.start, methods=FORM), name="start"),
    path("sent/", admits("everyone", joining.sent), name="sent"),
    path("documents/<slug:kind>/", admits("everyone", consents.document), name="document"),
    path("documents/<slug:kind>/<int:version>/", admits("everyone", consents.document), name="document-version"),
    path("application/<str:link>/", admits("link", joining.application), name="application"),
    path("application/<str:link>/withdraw/", admits("link", joining.withdraw, methods=FORM), name="withdraw"),
    path("application/<str:link>/<slug:step>/", admits("link", joining.step, methods=FORM), name="step"),
    path("invitation/<str:link>/", admits("link", invitations.invitation, methods=FORM), name="invitation"),
    path("invitation/<str:link>/again/", admits("link", invitations.resend, methods=("POST",)), name="resend"),
]
