"""The pages of money: budget lines, budgets by unit, the project portfolio."""
