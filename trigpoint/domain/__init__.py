"""The words of the product: frozen values and the error tree. Imports nothing of ours."""
