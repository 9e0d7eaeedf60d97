"""Addresses of practices that are no pages: below /members/, and for everybody."""

from django.urls import path

from community.views import admits
from practices import views
from practices.views import adoption, attachments, lanes, report_helpers, reports, responses, review
from practices.views.like_mine import like_mine_page
from practices.views.problems import problem_answers
from practices.views.statistics import statistics

app_name = "practices"

READ, WRITE, BOTH = ("GET",), ("POST",), ("GET", "POST")
REPORT = "reports/<slug:key>/"

report_urlpatterns = [
    path("reports/", admits("member", reports.report_list, methods=READ), name="reports"),
    path("reports/new/", admits("member", reports.report_new, methods=BOTH), name="report-new"),
    path(REPORT, admits("member", reports.report_page, methods=READ), name="report"),
    path(f"{REPORT}withdraw/", admits("member", reports.report_withdraw, methods=BOTH), name="report-withdraw"),
    path(f"{REPORT}helpers/", admits("member", report_helpers.report_helpers, methods=BOTH), name="report-helpers"),
    path(
        f"{REPORT}helpers/<int:helper>/dismiss/",
        admits("member", report_helpers.report_helper_dismiss, methods=WRITE),
        name="report-helper-dismiss",
    ),
    path(f"{REPORT}files/<slug:file>/", admits("member", attachments.report_file, methods=READ), name="report-file"),
    path(
        f"{REPORT}files/<slug:file>/remove/",
        admits("member", attachments.report_file_remove, methods=WRITE),
        name="report-file-remove",
    ),
    path(f"{REPORT}lanes/", admits("member", lanes.lane_list, methods=BOTH), name="lanes"),
    path(f"{REPORT}lanes/new/", admits("member", lanes.lane_edit, methods=BOTH), name="lane-new"),
    path(f"{REPORT}lanes/calendar.ics", admits("member", lanes.lane_calendar, methods=READ), name="lanes-calendar"),
    path(f"{REPORT}lanes/<int:lane>/", admits("member", lanes.lane_edit, methods=BOTH), name="lane"),
    path(
        f"{REPORT}lanes/<int:lane>/calendar.ics",
        admits("member", lanes.lane_calendar, methods=READ),
        name="lane-calendar",
    ),
    path(f"{REPORT}lanes/<int:lane>/<slug:act>/", admits("member", lanes.lane_act, methods=WRITE), name="lane-act"),
    path(f"{REPORT}form/<slug:part>.txt", admits("member", lanes.common_form_file, methods=READ), name="common-form"),
    path(f"{REPORT}responses/", admits("member", responses.report_responses, methods=BOTH), name="report-responses"),
    path(f"{REPORT}<slug:step>/", admits("member", reports.report_step, methods=BOTH), name="report-step"),
]

response_urlpatterns = [
    path("responses/", admits("member", responses.response_list, methods=READ), name="responses"),
    path("responses/new/", admits("organiser", responses.response_new, methods=BOTH), name="response-new"),
    path("responses/figures/", admits("member", responses.response_figures, methods=READ), name="response-figures"),
    path("responses/<slug:key>/", admits("member", responses.response_page, methods=BOTH), name="response"),
]

REVIEW = "reviews/<slug:key>/"
review_urlpatterns = [
    path("reviews/", admits("member", review.review_list, methods=READ), name="reviews"),
    path(f"{REPORT}case/", admits("member", review.review_start, methods=WRITE), name="review-start"),
    path(REVIEW, admits("member", review.review_page, methods=READ), name="review"),
    path(f"{REVIEW}text/", admits("member", review.review_text, methods=READ), name="review-text"),
    path(f"{REVIEW}words/<slug:field>/", admits("member", review.review_field, methods=BOTH), name="review-field"),
    path(f"{REVIEW}<slug:act>/", admits("member", review.review_act, methods=WRITE), name="review-act"),
]

adoption_urlpatterns = [
    path("adoption/", admits("member", adoption.adoption_list, methods=READ), name="adoptions"),
    path("adoption/<uuid:practice>/", admits("member", adoption.adoption_edit, methods=BOTH), name="adoption"),
    path(
        "adoption/<int:adoption>/remove/",
        admits("member", adoption.adoption_remove, methods=WRITE),
        name="adoption-remove",
    ),
    path(
        "problems/<int:problem>/practices/", admits("organiser", problem_answers, methods=BOTH), name="problem-answers"
    ),
]

urlpatterns = [
    path("text-check/", admits("member", views.text_check, methods=BOTH), name="text-check"),
    *adoption_urlpatterns,
    *review_urlpatterns,
    *report_urlpatterns,
    *response_urlpatterns,
]

public_urlpatterns = [
    path("statistics/", admits("everyone", statistics, methods=READ), name="statistics"),
    path("cases/like-mine/", admits("everyone", like_mine_page, methods=READ), name="like-mine"),
]
