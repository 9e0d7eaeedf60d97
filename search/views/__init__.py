from search.views.lists import case_list, everything, practice_list

__all__ = ["case_list", "everything", "practice_list"]
