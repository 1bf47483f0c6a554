"""How a look or an install ended, in words for staff in both languages; decides nothing.

The words are the program's and not an edition's: they must be there when the edition is what is wrong. Beside
them a ``Said`` carries one sentence in English that says more, for the log and the command line.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Mapping
from typing import Final

from kiosk.content.errors import ContentError
from kiosk.content.records import Language
from kiosk.updates import errors
from kiosk.updates.wire import Said, said

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "installed": ("{title}, made on {built}, is in.", "«{title}», hecho el {built}, ya está instalado."),
    "mended": (
        "{title} was damaged. It is whole again.",
        "El contenido {title} estaba dañado. Ya está completo otra vez.",
    ),
    "wentBack": ("{title}, made on {built}, is back.", "Se muestra otra vez {title}, hecho el {built}."),
    "nothingBefore": (
        "There is nothing older to go back to.",
        "No hay contenido anterior al que volver.",
    ),
    "nothingNew": ("There is nothing newer.", "No hay nada más nuevo."),
    "looked": ("There is new content.", "Hay contenido nuevo."),
    "fetched": (
        "{title}, made on {built}, is here. It goes in tonight.",
        "Ya llegó {title}, hecho el {built}. Se instala esta noche.",
    ),
    "noted": ("Noted.", "Anotado."),
    "noPlace": ("No stick with content is in.", "No hay ninguna memoria con contenido."),
    "notEnrolled": (
        "This kiosk does not know yet whose content to trust. Ask IT to enroll it.",
        "Este quiosco aún no sabe en qué contenido confiar. Pida a informática que lo inscriba.",
    ),
    "otherClinic": (
        "This stick belongs to another clinic. Use your own.",
        "Esta memoria es de otra clínica. Use la suya.",
    ),
    "expired": (
        "This stick is too old to trust, or the kiosk's clock is wrong. Make a new stick.",
        "Esta memoria ya venció, o el reloj del quiosco está mal. Haga una nueva.",
    ),
    "older": (
        "This stick is older than what was here before. Make a new stick.",
        "Esta memoria es más vieja que lo que ya había. Haga una nueva.",
    ),
    "undone": (
        "{title} was undone on this kiosk. Bring corrected content.",
        "{title} se deshizo en este quiosco. Traiga contenido corregido.",
    ),
    "damaged": (
        "Something on this stick is damaged or was changed. Make a new stick.",
        "Algo en esta memoria está dañado o fue cambiado. Haga una nueva.",
    ),
    "noRoom": (
        "There is not enough room on this kiosk. Tell IT.",
        "No hay espacio en este quiosco. Avise a informática.",
    ),
    "nothingThere": (
        "A part is missing on this stick. Make a new stick.",
        "A esta memoria le falta una parte. Haga una nueva.",
    ),
    "tooSlow": (
        "Reading took too long. Try again or use another stick.",
        "La lectura tardó demasiado. Pruebe otra vez o use otra memoria.",
    ),
    "placeGone": (
        "It could not be read to the end. Put the stick in again.",
        "No se pudo leer hasta el final. Ponga otra vez la memoria.",
    ),
    "cancelled": ("Stopped. Nothing was changed.", "Detenido. No se cambió nada."),
    "busy": (
        "Something is being put in just now. Please wait.",
        "Se está instalando algo. Espere por favor.",
    ),
    "away": (
        "New content cannot come in now. Tell IT.",
        "Ahora no puede entrar contenido. Avise a informática.",
    ),
    "disk": (
        "This kiosk's disk refused. Tell IT.",
        "El disco del quiosco no respondió. Avise a informática.",
    ),
    "failed": ("That did not work. Tell IT.", "No funcionó. Avise a informática."),
}
"""Each way a look or an install can end: English, Spanish. Whatever went wrong, what is shown stays."""

KEYS: Final[Mapping[type[Exception], str]] = {
    errors.NotEnrolled: "notEnrolled",
    errors.OtherClinic: "otherClinic",
    errors.Expired: "expired",
    errors.Older: "older",
    errors.Undone: "undone",
    errors.Altered: "damaged",
    errors.NoRoom: "noRoom",
    errors.NotThere: "nothingThere",
    errors.TooSlow: "tooSlow",
    errors.PlaceFault: "placeGone",
    errors.Cancelled: "cancelled",
    errors.Busy: "busy",
    errors.Unanswered: "away",
    ContentError: "damaged",
    OSError: "disk",
}
"""The words for each fault; of a fault's classes the nearest counts."""


def told(
    key: str,
    place: str = "",
    title: Mapping[str, str] | None = None,
    good: bool = True,
    built: str = "",
) -> Said:
    """What is told by ``WORDS`` alone; ``built`` is an ISO time."""
    titles = title or {}
    name = titles.get("en") or next(iter(titles.values()), "")
    sentence = WORDS[key][0].replace("{title}", name).replace("{built}", built)
    return said(key, sentence, good=good, place=place, title=title, built=built)


def told_fault(fault: Exception, place: str = "", title: Mapping[str, str] | None = None) -> Said:
    """What went wrong."""
    key = next((KEYS[kind] for kind in type(fault).__mro__ if kind in KEYS), "failed")
    sentence = str(fault)
    if isinstance(fault, OSError):
        full = fault.errno in (errno.ENOSPC, errno.EDQUOT)
        why = "the disk is full; free space" if full else (fault.strerror or str(fault)).lower()
        sentence = f"{fault.filename or 'this kiosk'}: {why}; what is shown stays"
    elif key == "failed":
        sentence = f"{fault} ({type(fault).__name__}); what is shown stays"
    return said(key, sentence, good=False, place=place, title=title)


def in_words(
    one: Said | None, language: Language | str, moment: Callable[[str], str] = lambda time: time
) -> str:
    """How it ended, for staff; an updater of another version may know ways of its own, told in English.

    ``moment`` writes a time out.
    """
    if one is None:
        return ""
    if one.key not in WORDS:
        return one.sentence
    title = one.title.get(language) or next(iter(one.title.values()), "")
    sentence = WORDS[one.key][language == "es"].replace("{built}", moment(one.built))
    return sentence.replace("{title}", title).replace("{place}", one.place)
