"""What the report says, in the language that was asked for."""
