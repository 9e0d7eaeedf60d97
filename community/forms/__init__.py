"""What people and their organisations fill in."""
