"""A judge on another machine, for servers that cannot hold code themselves: go-judge or Piston.

Only a submission's source and its tests' inputs leave this server, never an expected answer: what comes back is
compared here. So whoever runs the other machine sees what candidates write, and can at worst return wrong answers.
"""
