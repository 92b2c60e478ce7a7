"""The board pack's content, made once in a reader's language: what HTML, PDF, slides and workbook lay out."""
