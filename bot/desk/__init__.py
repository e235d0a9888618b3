"""The desk: what happens to an event once it is known what it says. Knows no platform."""
