"""The command line: arguments, what each command does, what it prints."""
