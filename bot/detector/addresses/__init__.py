"""What a text points to: links, e-mail addresses, phone numbers and other groups of digits."""
