"""A simulated GitHub Actions runner, complete enough for the workflows of Examples/CI."""
