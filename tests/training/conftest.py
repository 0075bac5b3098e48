"""One thread for each process: two that compute side by side with two threads each slow each other tenfold."""

import os

os.environ["OMP_NUM_THREADS"] = "1"
