"""What holds for all tests."""

import signal

# The background job of a shell ignores Ctrl-C, and so would the processes that tests start and
# interrupt.
signal.signal(signal.SIGINT, signal.default_int_handler)
