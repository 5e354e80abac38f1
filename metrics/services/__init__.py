"""What changes the follow-up: each a verb, one transaction, who did it recorded."""
