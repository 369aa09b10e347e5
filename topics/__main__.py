"""`python -m topics`: the command line."""

import sys

if __name__ == "__main__":
    # Python puts the working folder first on the path, where a `numpy.py` among the documents would
    # be run.
    if not sys.flags.safe_path:
        del sys.path[0]
    if (parent := __file__.rpartition("topics")[0].rstrip("/\\")) not in sys.path:
        sys.path.append(parent)  # a bare checkout: worker processes must find the package, too

    from topics.cli.main import main

    sys.exit(main())
