"""How much each part of a text counts: the same in every engine."""

BOOSTS = {"title": 1.5, "summary": 1.2, "body": 1.0, "labels": 0.4}
GRAM_WEIGHT = 0.3
# Of the parts that hold a word the best one counts, and so much of each other one.
SUMMED_SHARE = 0.1
# Added to the score (of BM25 with its factor of k1 + 1) for each preferred value of a facet.
PREFERENCE = 3.0
