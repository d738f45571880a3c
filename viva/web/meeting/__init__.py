"""A company's interview as its candidate meets it: portal, ready page, room, and what comes after."""
