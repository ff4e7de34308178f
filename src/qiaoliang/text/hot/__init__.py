"""Hot issues: what many people raise in one place and time."""
