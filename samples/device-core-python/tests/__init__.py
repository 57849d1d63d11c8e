"""Tests of the sample; `python3 -m unittest` in the folder above runs them."""
