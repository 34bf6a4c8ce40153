"""Tables and pools that the office sends in, and the papers it takes away."""
