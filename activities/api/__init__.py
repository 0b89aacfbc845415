"""The API: what the pages say, for programs. It reads the same question, index and record as they do."""
