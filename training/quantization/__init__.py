"""Training for 4-bit weights and 8-bit activations, so that the converted model computes what training computed.

`scheme.py` says what is quantized, and needs no torch; `grid.py` and `activations.py` are the arithmetic; `linear.py` and
`adapted.py` the layers; `prepare.py` puts them into a model and switches them; `convert.py` makes the real thing.
"""
