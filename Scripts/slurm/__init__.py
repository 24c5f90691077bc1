"""A Slurm cluster of two nodes on one machine, and the failures that a bench on it must survive."""
