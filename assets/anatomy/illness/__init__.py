"""What illnesses change in bones, discs and the canal; decides no picture."""
