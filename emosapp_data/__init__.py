"""Records, ledger, generation, checks, releases, pipeline and command line of the EmoSApp data toolkit."""

__version__ = "0.1.0"
