"""What each button does, one file a kind of message that bears it.

An action gets the room, the case, the press and its own name; it answers with the end of a ``toast.…`` text's
name, said to the person who pressed.
"""
