"""Responses to a text, put in order for each dimension; the categories of the job are the dimensions."""
