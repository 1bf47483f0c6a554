"""What is measured on a bone's mesh, and how, beside the published figure; builds no bone."""
