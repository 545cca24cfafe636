"""What is moderated, sealed, kept, and until when."""
