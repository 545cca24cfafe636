"""What the newest analysis found."""
