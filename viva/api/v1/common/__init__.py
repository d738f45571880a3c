"""What all calls share: parsing, errors, pages, tokens, limits, repeats, the description."""
