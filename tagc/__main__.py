"""`python -m tagc`."""

from tagc.cli import main

if __name__ == "__main__":
    main()
