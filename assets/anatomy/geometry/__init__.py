"""Signed-distance fields, meshes and fibres; knows no anatomy."""
