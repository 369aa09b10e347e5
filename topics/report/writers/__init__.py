"""What the report writes: page, Word file, workbook, Markdown, tables."""
