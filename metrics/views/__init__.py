"""The pages of metrics and their follow-up."""
