"""From answers about an incident to the lanes Share, Report and Announce: whom to tell what, and until when.

Pure: no Django, no network. Everything it says is a rule of thumb (目安), each with its source.
"""

from community.lanes.answers import AnswerError, Answers, Choice, Question, answers_from, groups, query_of, questions
from community.lanes.calendars import calendar_of
from community.lanes.common_form import FormHeading, common_form, form_headings, has_joint_form
from community.lanes.deadlines import Deadline
from community.lanes.proposal import Lane, Step, Verdict, propose_lanes
from community.lanes.recipients import DUTIES, Recipient, checked_on, recipients
from community.lanes.words import Words

__all__ = [
    "DUTIES",
    "AnswerError",
    "Answers",
    "Choice",
    "Deadline",
    "FormHeading",
    "Lane",
    "Question",
    "Recipient",
    "Step",
    "Verdict",
    "Words",
    "answers_from",
    "calendar_of",
    "checked_on",
    "common_form",
    "form_headings",
    "groups",
    "has_joint_form",
    "propose_lanes",
    "query_of",
    "questions",
    "recipients",
]
