"""What instruments share: in Python, in JavaScript and in their looks. It knows none of them."""
