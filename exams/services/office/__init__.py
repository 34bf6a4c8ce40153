"""Tables the registrar brings in, and what the office takes away."""
