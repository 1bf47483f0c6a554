"""The network of a window that has none: every address is refused; made only where QML asks for one."""

from __future__ import annotations

import logging
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtNetwork import QNetworkAccessManager, QNetworkReply, QNetworkRequest

logger = logging.getLogger(__name__)


class NoNetwork(QNetworkAccessManager):
    """Refuses every address; QML's own local files do not come this way."""

    def createRequest(
        self, op: QNetworkAccessManager.Operation, request: QNetworkRequest, device: Any = None
    ) -> QNetworkReply:
        if not request.url().isLocalFile():
            logger.error("refused to fetch %s", request.url().toString()[:200])
            request = QNetworkRequest(QUrl("file:///nowhere"))
        return super().createRequest(op, request, device)
