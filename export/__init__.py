"""From a trained checkpoint to a model file for Android. No code yet."""
