"""Reports of follow-up: a document's, and that of all documents below a director."""
