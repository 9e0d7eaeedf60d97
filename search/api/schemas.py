"""The shape of what the API answers."""

from ninja import Field, Schema


class FacetValue(Schema):
    """A value to filter by, and how much one finds with it."""

    value: str
    label: str
    count: int


class Suggestion(Schema):
    """A wider question that finds something: without a filter (`without_filter`), without one of the words
    (`without_word`) or, where neither is enough, without several of them (`without_several`: `parameter` and `value`
    name each, with commas between)."""

    kind: str
    parameter: str
    value: str
    label: str
    total: int
    url: str


class Envelope(Schema):
    """What every list has in common."""

    total: int
    page: int
    size: int
    facets: dict[str, list[FacetValue]]
    suggestions: list[Suggestion]


class Damage(Schema):
    """Damage as far as it is public; `display` is in the language of the request."""

    kind: str = Field(examples=["expected", "actual", "not_stated"])
    band: str | None
    yen: int | None
    display: str


class Source(Schema):
    """Where a case was published first."""

    name: str | None
    url: str | None
    published: str | None


class Highlights(Schema):
    """HTML with <mark> around the words that were looked for; everything else is escaped."""

    title: str
    summary: str
    body: str


class Found(Schema):
    """What every result has in common."""

    id: str
    url: str
    title: str
    summary: str
    language: str
    highlights: Highlights


class CaseResult(Found):
    """A released case. An attribute that is not public is "not_stated"."""

    region: str
    prefecture: str
    industry: str
    industry_division: str
    size_band: str
    incident_types: list[str]
    response_type: str | None
    occurred: str | None
    damage: Damage
    source: Source
    origin: str
    tlp: str
    released: str


class PracticeResult(Found):
    """A published practice."""

    region: str
    year: int | None
    stage: str
    effort_band: str | None
    budget_band: str | None
    themes: list[str]
    last_checked: str | None


class MeetingResult(Found):
    """A public meeting; times with their offset."""

    region: str
    working_group: str | None
    starts_at: str
    ends_at: str


class CaseList(Envelope):
    results: list[CaseResult]


class PracticeList(Envelope):
    results: list[PracticeResult]


class MeetingList(Envelope):
    results: list[MeetingResult]


class Term(Schema):
    """A term of a vocabulary, with the number of released cases that have it."""

    code: str
    name: str
    name_ja: str
    name_en: str
    parent: str | None
    cases: int
    url: str


class TermList(Envelope):
    results: list[Term]


class Statistics(Schema):
    """Exact counts over released cases; `filters` are those that were asked for."""

    total: int
    filters: dict[str, list[str]]
    facets: dict[str, list[FacetValue]]


class HiddenCount(Schema):
    """A count over what is not public: null for 1 and 2, and where it would give those back; `display` says which."""

    value: str
    label: str
    count: int | None
    display: str = Field(examples=["12", "3件未満"])


class HiddenStatistics(Schema):
    """Counts over what is not public, as of the day named; they change once a week at most."""

    day: str | None
    facets: dict[str, list[HiddenCount]]


class PracticeAdoption(Schema):
    """How many organisations try or do one practice: in all, and by region."""

    key: str
    title: str
    url: str
    total: HiddenCount
    regions: list[HiddenCount]


class AdoptionStatistics(Schema):
    """What is taken up, as of the day named; the counts change once a week at most."""

    day: str | None
    practices: list[PracticeAdoption]


class Problem(Schema):
    """One thing that was wrong with a request."""

    parameter: str | None
    value: str | None
    allowed: list[str]
    message: str


class Problems(Schema):
    """Everything that was wrong with a request."""

    detail: list[Problem]
