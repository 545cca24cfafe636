"""python -m consultation: what the launcher runs."""

print("ok")
