"""What the worked example of a plan is made of: invented people, places and ready sentences."""
