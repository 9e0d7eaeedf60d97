from search.api.addresses import urlpatterns

__all__ = ["urlpatterns"]
