"""What changes minutes; one module per concern. It exports nothing: the room's rules import `talk` alone."""
