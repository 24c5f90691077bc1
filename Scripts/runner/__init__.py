"""Plays a runner of GitHub Actions: enough of one for the workflows of Examples/CI."""
