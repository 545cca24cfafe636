"""Measurements on real texts and on the demonstration: `./plenary bench`."""
