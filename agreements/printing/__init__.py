"""Many documents as one file: which they are, and how their PDFs and workbooks are put together."""
