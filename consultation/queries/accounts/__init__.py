"""What is kept about the person of an account."""
