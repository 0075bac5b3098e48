"""From printed lines to blocks in reading order."""
