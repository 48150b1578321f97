"""`python -m kommanmap.cli`, where no console script is installed."""

from kommanmap.cli import main

main()
