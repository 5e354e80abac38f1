"""The services of staffing."""
