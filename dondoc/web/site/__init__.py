"""What all pages share: who visits, forms, lanes, errors, the front page."""
