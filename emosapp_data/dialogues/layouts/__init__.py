"""From a file to the dialogues in it: one file for each layout, and the one that tells them apart."""

from emosapp_data.dialogues.layouts.read import Layout, Unread, read_dialogues

__all__ = ["Layout", "Unread", "read_dialogues"]
