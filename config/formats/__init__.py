"""How dates are written and read in each language; times have no leading zero and a point, as in Finland."""
