"""Packages of a finished build: a tarball, Debian packages, manual pages, and an installation."""
