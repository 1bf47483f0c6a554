"""What the tests of bones ask of every mesh and field; builds none."""

# mypy: disable-error-code="import-not-found,import-untyped"
from __future__ import annotations

from typing import Any


def assert_closed_and_one_piece(mesh: Any) -> None:
    """Every edge lies in exactly two faces, and there is neither a loose piece nor a bubble."""
    import numpy as np
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    edges = np.sort(np.concatenate([mesh.f[:, [0, 1]], mesh.f[:, [1, 2]], mesh.f[:, [2, 0]]]), axis=1)
    _, count = np.unique(edges, axis=0, return_counts=True)
    assert (count == 2).all()
    graph = coo_matrix((np.ones(len(edges)), (edges[:, 0], edges[:, 1])), shape=(len(mesh.v),) * 2)
    assert connected_components(graph, directed=False)[0] == 1, "a loose piece or a bubble"


def assert_no_crumbs_or_bubbles(field: Any) -> None:
    """Before meshing, too: one solid and one outside."""
    import numpy as np
    from scipy import ndimage as ndi

    for kind in (field.d < 0, field.d >= 0):
        assert (np.bincount(ndi.label(kind)[0].ravel())[1:] > 40).sum() == 1


def outside(bones: tuple[dict[str, Any], dict[str, Any]], name: str, points: Any) -> Any:
    """How far points of the column's frame lie outside a bone, mm; 5 beyond its box."""
    import numpy as np

    field, mesh = bones[0][name], bones[1][name]
    local = mesh.place.into(points)
    inside_box = ((local > field.lo) & (local < field.lo + field.h * (np.array(field.shape) - 1))).all(1)
    return np.where(inside_box, field.at(local), 5.0)
