"""From a trained checkpoint to a model file for Android, verified and measured on the phone's runtime."""
