"""One pixel that every frame draws anew, so that a compositor answers every frame; knows nothing of the page.

Qt asks for an answer with each frame it hands over, and draws no other before it came. Of a frame in which
nothing changed cage 0.1.4 (Debian 12) takes no notice: the glass then stands still for ever.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QColor
from PySide6.QtQuick import QQuickItem, QSGNode, QSGSimpleRectNode

TINTS = (QColor(0, 0, 0, 2), QColor(0, 0, 0, 4))
"""Two that nobody can tell apart."""


class _Dot(QSGSimpleRectNode):
    """Changes its tint while a frame is made: changed before, it would itself ask for the next frame."""

    def __init__(self) -> None:
        super().__init__(QRectF(0, 0, 1, 1), TINTS[0])
        self.setFlag(QSGNode.Flag.UsePreprocess)
        self._turn = 0

    def preprocess(self) -> None:
        """A frame is made."""
        self._turn = 1 - self._turn
        self.setColor(TINTS[self._turn])


class Speck(QQuickItem):
    """Lies over everything else of ``over``, in its upper left corner."""

    def __init__(self, over: QQuickItem) -> None:
        super().__init__(over)
        self._dot: _Dot | None = None
        self.setSize(QSizeF(1, 1))
        self.setZ(1e6)
        self.setFlag(QQuickItem.Flag.ItemHasContents)

    def updatePaintNode(self, node: QSGNode | None, _: QQuickItem.UpdatePaintNodeData) -> QSGNode:
        """The pixel, made once."""
        if node is None or self._dot is None:
            self._dot = _Dot()
        return self._dot
