"""The pages of staffing."""
