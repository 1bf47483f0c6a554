"""Lights and renders solids with Blender's Cycles into linear pixels with alpha; alone knows Blender."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import bpy
import numpy as np
import OpenEXR
from mathutils import Matrix, Vector
from numpy.typing import NDArray

from drawing.scene import LIGHTS, SKY, TISSUES, Light, Tissue
from geometry.camera import Camera
from geometry.solid import Solid


def _linear(colour: str) -> tuple[float, float, float, float]:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return r, g, b, 1.0


def _start() -> Any:
    """An empty scene with its sky."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene = bpy.context.scene
    scene.render.engine = "CYCLES"
    cycles = scene.cycles
    cycles.device, cycles.seed = "CPU", 7
    cycles.use_adaptive_sampling, cycles.adaptive_threshold = True, 0.04
    cycles.use_denoising, cycles.denoiser = True, "OPENIMAGEDENOISE"
    cycles.denoising_input_passes = "RGB_ALBEDO_NORMAL"
    cycles.max_bounces, cycles.diffuse_bounces, cycles.glossy_bounces = 5, 3, 2
    cycles.transparent_max_bounces = 24
    cycles.caustics_reflective = cycles.caustics_refractive = False
    scene.render.film_transparent = True
    scene.render.use_persistent_data = True  # the next picture may show the same meshes
    scene.render.threads_mode, scene.render.threads = "FIXED", 3
    scene.view_settings.view_transform = "Standard"
    world = bpy.data.worlds.new("sky")
    scene.world = world
    world.use_nodes = True
    nodes, link = world.node_tree.nodes, world.node_tree.links.new
    place, split = nodes.new("ShaderNodeTexCoord"), nodes.new("ShaderNodeSeparateXYZ")
    span, ramp = nodes.new("ShaderNodeMapRange"), nodes.new("ShaderNodeValToRGB")
    link(place.outputs["Generated"], split.inputs[0])
    link(split.outputs["Z"], span.inputs[0])
    span.inputs[1].default_value, span.inputs[2].default_value = -1, 1
    link(span.outputs[0], ramp.inputs[0])
    ramp.color_ramp.elements[0].color = (*SKY[0], 1)
    ramp.color_ramp.elements[1].color = (*SKY[1], 1)
    link(ramp.outputs[0], nodes["Background"].inputs[0])
    nodes["Background"].inputs[1].default_value = SKY[2]
    return scene


def _material(name: str, tissue: Tissue, painted: bool, fading: bool) -> Any:
    material = bpy.data.materials.new(name)
    material.use_nodes = True
    nodes, link = material.node_tree.nodes, material.node_tree.links.new
    skin = nodes["Principled BSDF"]
    skin.inputs["Base Color"].default_value = _linear(tissue.colour)
    skin.inputs["Roughness"].default_value = tissue.rough
    skin.inputs["Specular IOR Level"].default_value = tissue.shine
    skin.inputs["Metallic"].default_value = tissue.metal
    skin.inputs["Coat Weight"].default_value = tissue.coat
    skin.inputs["Coat Roughness"].default_value = 0.28
    for wanted, attribute, socket in ((painted, "Paint", "Base Color"), (fading, "Fade", "Alpha")):
        if wanted:
            node = nodes.new("ShaderNodeAttribute")
            node.attribute_name = attribute
            link(
                node.outputs["Color"] if attribute == "Paint" else _near_wall(nodes, link, node),
                skin.inputs[socket],
            )
    if tissue.grain:
        place, turn = nodes.new("ShaderNodeTexCoord"), nodes.new("ShaderNodeMapping")
        noise, bump = nodes.new("ShaderNodeTexNoise"), nodes.new("ShaderNodeBump")
        turn.inputs["Scale"].default_value = tissue.stretch
        noise.inputs["Scale"].default_value = tissue.scale
        noise.inputs["Detail"].default_value, noise.inputs["Roughness"].default_value = 5, 0.6
        bump.inputs["Strength"].default_value, bump.inputs["Distance"].default_value = tissue.grain, 0.6
        link(place.outputs["Object"], turn.inputs[0])
        link(turn.outputs[0], noise.inputs[0])
        link(noise.outputs[0], bump.inputs["Height"])
        link(bump.outputs[0], skin.inputs["Normal"])
    return material


def _near_wall(nodes: Any, link: Any, fade: Any) -> Any:
    """Opacity of a fading solid's near wall: its far one, in its own shade, would show as a dark tail."""
    side, near, both = (nodes.new(f"ShaderNode{name}") for name in ("NewGeometry", "Math", "Math"))
    near.operation, both.operation = "SUBTRACT", "MULTIPLY"
    near.inputs[0].default_value = 1.0
    link(side.outputs["Backfacing"], near.inputs[1])
    link(near.outputs[0], both.inputs[0])
    link(fade.outputs["Fac"], both.inputs[1])
    return both.outputs[0]


def _add(solid: Solid, material: Any) -> None:
    mesh = bpy.data.meshes.new(solid.region)
    mesh.vertices.add(len(solid.v))
    mesh.vertices.foreach_set("co", np.ascontiguousarray(solid.v, np.float32).ravel())
    mesh.loops.add(solid.f.size)
    mesh.loops.foreach_set("vertex_index", np.ascontiguousarray(solid.f, np.int32).ravel())
    mesh.polygons.add(len(solid.f))
    mesh.polygons.foreach_set("loop_start", np.arange(0, solid.f.size, 3, dtype=np.int32))
    mesh.polygons.foreach_set("use_smooth", np.ones(len(solid.f), bool))
    mesh.update(calc_edges=True)
    if solid.colour is not None:
        paint = mesh.color_attributes.new("Paint", "FLOAT_COLOR", "POINT")
        four = np.ones((len(solid.v), 4), np.float32)
        four[:, :3] = solid.colour
        paint.data.foreach_set("color", four.ravel())
    if solid.fade is not None:
        fade = mesh.attributes.new("Fade", "FLOAT", "POINT")
        fade.data.foreach_set("value", np.ascontiguousarray(solid.fade, np.float32))
    body = bpy.data.objects.new(solid.region, mesh)
    mesh.materials.append(material)
    bpy.context.scene.collection.objects.link(body)


def _aim(camera: Camera, own: Light | None) -> None:
    right, up, out = camera.axes()
    data = bpy.data.cameras.new("camera")
    data.type, data.ortho_scale, data.clip_end = "ORTHO", camera.width, 5000
    data.sensor_fit = "HORIZONTAL"  # else an upright picture would take the width for its height
    eye = bpy.data.objects.new("camera", data)
    bpy.context.scene.collection.objects.link(eye)
    bpy.context.scene.camera = eye
    turn = Matrix((tuple(right), tuple(up), tuple(out))).transposed()
    centre = Vector(camera.centre)
    eye.matrix_world = Matrix.Translation(centre + Vector(out) * 900) @ turn.to_4x4()
    reach = camera.width
    for light in (*LIGHTS, own) if own else LIGHTS:
        lamp = bpy.data.lights.new("light", "AREA")
        lamp.energy, lamp.size, lamp.color = light.power * reach * reach, light.size * reach, light.colour
        holder = bpy.data.objects.new("light", lamp)
        bpy.context.scene.collection.objects.link(holder)
        place = centre + turn @ Vector(light.place) * reach
        away = (place - centre).normalized()
        holder.matrix_world = Matrix.Translation(place) @ away.to_track_quat("Z", "Y").to_matrix().to_4x4()
        holder.visible_camera = False


_standing: tuple[Solid, ...] = ()


def _stand(solids: Sequence[Solid]) -> Any:
    """The scene with these solids alone, the one of the last picture where it showed the very same."""
    global _standing
    if len(solids) == len(_standing) and all(a is b for a, b in zip(solids, _standing, strict=True)):
        for body in [b for b in bpy.context.scene.objects if b.type in ("CAMERA", "LIGHT")]:
            bpy.data.objects.remove(body)
        return bpy.context.scene
    scene = _start()
    made: dict[tuple[str, bool, bool], Any] = {}
    for solid in solids:
        key = (solid.tissue, solid.colour is not None, solid.fade is not None)
        if key not in made:
            made[key] = _material("-".join(map(str, key)), TISSUES[solid.tissue], key[1], key[2])
        _add(solid, made[key])
    _standing = tuple(solids)
    return scene


def render(
    solids: Sequence[Solid],
    camera: Camera,
    size: tuple[int, int],
    samples: int,
    lamp: Light | None,
    quick: bool = False,
) -> NDArray[np.float32]:
    """Linear RGB times alpha, and alpha, as (high, wide, 4).

    `quick` leaves out the denoiser's own cleaning of its guides: a third less time, for frames in motion.
    """
    scene = _stand(solids)
    scene.cycles.denoising_prefilter = "FAST" if quick else "ACCURATE"
    scene.render.resolution_x, scene.render.resolution_y = size
    scene.cycles.samples = samples
    _aim(camera, lamp)
    settings = scene.render.image_settings
    settings.file_format, settings.color_depth, settings.exr_codec = "OPEN_EXR", "16", "ZIP"
    settings.color_mode = "RGBA"
    with tempfile.TemporaryDirectory() as folder:
        scene.render.filepath = str(Path(folder) / "shot.exr")
        bpy.ops.render.render(write_still=True)
        pixels = OpenEXR.File(scene.render.filepath).channels()["RGBA"].pixels
    return np.asarray(pixels, np.float32)
