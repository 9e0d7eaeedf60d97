"""Analysis of Japanese and English text into search terms (pure: no Django, no engine)."""

from search.analysis.analyser import VERSION, analyse, bigrams
from search.analysis.terms import Kind, Term

__all__ = ["VERSION", "Kind", "Term", "analyse", "bigrams"]
