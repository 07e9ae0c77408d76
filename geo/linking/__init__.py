"""From findings to rows: placing, dating, counting, merging, grading, joining to zones."""
