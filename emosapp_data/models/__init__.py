"""Where answers come from: a model server started here, or one reached by its address."""
