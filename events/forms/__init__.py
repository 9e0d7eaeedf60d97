"""What people send to meetings."""
