"""From solids to a picture: camera, light, render, grain, ink, masks; shapes nothing."""
