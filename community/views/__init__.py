from community.views.guards import admits, declares, member_required

__all__ = ["admits", "declares", "member_required"]
