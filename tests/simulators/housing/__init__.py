"""Housing security: exchange tables in a database of its own and a messy weekly workbook."""
