"""The teaching side: cases, and what is made of them."""
