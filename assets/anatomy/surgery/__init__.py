"""What operations take, put in and hold aside; decides no picture."""
