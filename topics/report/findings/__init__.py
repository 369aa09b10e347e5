"""What the report computes: the tables, figures and notes, in no language or in one."""
