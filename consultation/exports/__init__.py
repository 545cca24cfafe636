"""The plenary pack and the data out."""
