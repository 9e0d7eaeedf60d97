"""Counting days as Japanese law counts them.

Offices are closed on Saturdays, Sundays, national holidays and from 29 December to 3 January
(行政機関の休日に関する法律 第1条); a time limit that ends on such a day ends on the next open day (第2条).
"""

import datetime as dt
from typing import Literal

from holidays import country_holidays

Unit = Literal["calendar", "business"]
ONE_DAY = dt.timedelta(days=1)
SATURDAY = 5
# Up to here the holidays are known; later ones are set by laws that do not exist yet.
LAST_KNOWN_YEAR = 2099

_holidays = country_holidays("JP")


def is_open(day: dt.date) -> bool:
    """Whether public offices work on `day`."""
    return day.weekday() < SATURDAY and not _is_new_year(day) and day not in _holidays


def next_open_day(day: dt.date) -> dt.date:
    """`day` itself if offices are open, else the first open day after it."""
    while not is_open(day):
        day += ONE_DAY
    return day


def day_number(first: dt.date, number: int) -> dt.date:
    """Calendar day `number`, where `first` is day 1; holidays count."""
    return first + (number - 1) * ONE_DAY


def days_after(day: dt.date, number: int, unit: Unit) -> dt.date:
    """The day on which `number` days after `day` end, `day` itself not counted (民法 第140条).

    Calendar days that end on a closed day end on the next open one (民法 第142条); of business days only open days
    count.
    """
    if unit == "calendar":
        return next_open_day(day + number * ONE_DAY)
    for _ in range(number):
        day = next_open_day(day + ONE_DAY)
    return day


def _is_new_year(day: dt.date) -> bool:
    return (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3)
