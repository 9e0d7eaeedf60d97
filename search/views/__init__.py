from search.views.lists import case_list, everything, practice_list
from search.views.suggest import suggest
from search.views.synonyms import synonym_group, synonym_list, synonym_new

__all__ = ["case_list", "everything", "practice_list", "suggest", "synonym_group", "synonym_list", "synonym_new"]
