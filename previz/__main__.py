"""`python -m previz` and the `previz` command."""

import sys


def main() -> int:
    from previz import cli  # late, so that `import previz.__main__` in a spawned worker stays cheap

    return cli.main()


if __name__ == "__main__":
    sys.exit(main())
