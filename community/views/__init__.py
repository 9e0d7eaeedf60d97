from community.views.guards import admits, declares

__all__ = ["admits", "declares"]
