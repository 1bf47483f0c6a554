"""The corner's own words in both languages; knows no page they stand on.

They are the program's and not an edition's: staff must be able to read the corner when the edition is what
is wrong. Words in braces are filled in: {n}, {count}, {seconds}, {title}, {date}, {place}, {file}.
"""

from __future__ import annotations

from typing import Final

from kiosk.content.records import Language

_WORDS: Final[dict[str, tuple[str, str]]] = {
    # --- on every page
    "staff": ("For staff", "Para el personal"),
    "leave": ("Leave", "Salir"),
    "goBack": ("Back", "Regresar"),
    "letters": ("Text size", "Letra"),
    "language": ("Español", "English"),
    # --- the keypad
    "pinTitle": ("Type the staff PIN", "Escriba el PIN del personal"),
    "pinHint": ("Not staff? Touch Cancel.", "¿No es del personal? Toque Cancelar."),
    "pinTyped": ("Digits typed: {n}", "Números escritos: {n}"),
    "pinChecking": ("One moment…", "Un momento…"),
    "pinWrong": ("That PIN is not right. Please try again.", "Ese PIN no es correcto. Pruebe otra vez."),
    "pinWaitOne": (
        "That PIN is not right. Please wait 1 second.",
        "Ese PIN no es correcto. Espere 1 segundo.",
    ),
    "pinWaitSeconds": (
        "That PIN is not right. Please wait {n} seconds.",
        "Ese PIN no es correcto. Espere {n} segundos.",
    ),
    "pinWaitMinutes": (
        "There were too many wrong PINs. Please wait {n} minutes.",
        "Hubo demasiados PIN incorrectos. Espere {n} minutos.",
    ),
    "pinOpen": ("Open", "Abrir"),
    "pinErase": ("Delete", "Borrar"),
    "pinCancel": ("Cancel", "Cancelar"),
    # --- the first page
    "jobs": ("What do you need?", "¿Qué necesita?"),
    "reset": ("Reset now", "Borrar la visita"),
    "clean": ("Clean the glass", "Limpiar la pantalla"),
    "cleanLine": ("Touch is off for 30 seconds", "No responde por 30 segundos"),
    "show": ("Show a page", "Mostrar una página"),
    "showLine": ("It stays for half an hour", "Se queda media hora"),
    "health": ("Kiosk health", "Estado del quiosco"),
    "live": ("What is shown", "Qué se muestra"),
    "liveLine": ("Its date and who checked it", "Su fecha y su revisión"),
    "updates": ("New content", "Contenido nuevo"),
    "updatesLine": ("Bring it in, or undo", "Instalar o deshacer"),
    "counts": ("What people read", "Qué lee la gente"),
    "countsLine": ("Numbers only, no names", "Solo números, sin nombres"),
    # --- cleaning
    "cleaning": ("Wipe the glass now", "Limpie la pantalla ahora"),
    "cleaningLine": (
        "Touch does nothing until the time is up.",
        "Tocar no hace nada hasta que acabe el tiempo.",
    ),
    "cleaningEnd": (
        "To end early, rest two fingers on the glass for 2 seconds.",
        "Para terminar antes, deje dos dedos quietos por 2 segundos.",
    ),
    "secondsLeft": ("Seconds left: {n}", "Segundos que faltan: {n}"),
    # --- one page shown
    "showTitle": ("Which page?", "¿Qué página?"),
    "showOpen": ("This page was open", "Esta página estaba abierta"),
    "alphabet": ("abcdefghijklmnopqrstuvwxyz", "abcdefghijklmnñopqrstuvwxyz"),
    "find": ("Find a page", "Buscar una página"),
    "findLine": (
        "Touch the first letters of a name or a word",
        "Toque las primeras letras de un nombre o palabra",
    ),
    "findNone": ("No page has these letters", "Ninguna página tiene estas letras"),
    "showStop": ("Stop showing a page", "Dejar de mostrarla"),
    "showNow": ("Now: {title}", "Ahora: {title}"),
    # --- the health light
    "good": ("All is well", "Todo está bien"),
    "goodLine": ("There is nothing to do.", "No hay nada que hacer."),
    "look": ("Please look at this", "Hay algo que revisar"),
    "fault": ("Something is wrong", "Algo está mal"),
    "looking": ("Looking…", "Revisando…"),
    "detail": ("For IT: {n}", "Para informática (en inglés): {n}"),
    "itemOther": ("Something needs IT", "Algo necesita a informática"),
    "todoOther": ("Show IT the line below.", "Muestre a informática la línea de abajo."),
    "itemPython": ("The program is not set up right", "El programa no está bien instalado"),
    "itemQt": ("The program is not set up right", "El programa no está bien instalado"),
    "itemDisplay": ("The screen is not set up right", "La pantalla no está bien configurada"),
    "itemSettings": ("A setting is wrong", "Un ajuste está mal"),
    "itemDisk": ("The disk is almost full", "El disco está casi lleno"),
    "itemClock": ("The clock is wrong", "El reloj está mal"),
    "todoClock": (
        "The pages stay as they are. Ask IT to set it.",
        "Las páginas siguen igual. Pida a informática que lo ajuste.",
    ),
    "itemEdition": ("The content needs care", "El contenido necesita atención"),
    "itemSample": ("The content is a sample", "El contenido es de muestra"),
    "todoSample": ("Bring in content that was checked.", "Instale contenido ya revisado."),
    "itemContent": ("A page or a picture is damaged", "Una página o una imagen está dañada"),
    "todoContent": ("Bring in the content again.", "Instale otra vez el contenido."),
    "itemReviews": ("Pages need to be checked", "Hay páginas por revisar"),
    "todoReviews": (
        "Tell the person who writes the pages.",
        "Avise a la persona que escribe las páginas.",
    ),
    "itemPin": ("The staff PIN needs care", "El PIN necesita atención"),
    "itemCounts": ("Nothing is being counted", "No se está contando nada"),
    "itemDoor": ("Wrong PINs are not remembered", "Los PIN incorrectos no se recuerdan"),
    "itemStarts": ("The kiosk ended by itself", "El quiosco se cerró solo"),
    "itemTrust": ("New content may be refused", "Puede rechazar contenido nuevo"),
    "itemUpdater": ("New content cannot come in", "No puede entrar contenido nuevo"),
    # --- what is live
    "liveTitle": ("Content", "Contenido"),
    "liveBuilt": ("Made on", "Hecho el"),
    "liveReview": ("Checked", "Revisión"),
    "liveSample": ("Sample only, not checked", "Solo muestra, sin revisar"),
    "liveSome": ("{n} of {count} pages checked", "{n} de {count} páginas revisadas"),
    "liveUntil": ("Good until {date}", "Vale hasta el {date}"),
    "liveUnknown": ("See each page", "Vea cada página"),
    "liveName": ("Version", "Versión"),
    "liveSequence": ("Content number", "Contenido número"),
    "liveBefore": ("Before this", "Antes de este"),
    "liveUndone": ("Taken off with Undo", "Quitado con Deshacer"),
    "liveNone": ("None", "Ninguno"),
    "titleBuilt": ("{title}, made on {date}", "{title}, hecho el {date}"),
    # --- new content
    "updatesNone": ("Put in the stick with the new content.", "Ponga la memoria USB con el contenido nuevo."),
    "updatesNoneLine": (
        "It shows here in a moment. If not, touch Look again.",
        "Aparece aquí en un momento. Si no, toque Buscar otra vez.",
    ),
    "updatesAway": ("New content cannot come in now.", "Ahora no puede entrar contenido nuevo."),
    "updatesAwayLine": (
        "The pages stay as they are. Tell IT: the updater does not answer.",
        "Las páginas siguen igual. Avise a informática: el programa que actualiza no responde.",
    ),
    "updatesLook": ("Look again", "Buscar otra vez"),
    "updatesSome": ("New content. Which one?", "Contenido nuevo. ¿Cuál?"),
    "updatesOne": ("There is new content", "Hay contenido nuevo"),
    "updatesNoneFresh": ("Nothing newer is here", "Aquí no hay nada más nuevo"),
    "updatesFailed": ("That did not work", "No se pudo hacer"),
    "updatesDone": ("Done. It is on the screen now.", "Listo. Ya está en la pantalla."),
    "updatesTake": ("Take the stick out.", "Saque la memoria."),
    "offerFrom": ("From {title}", "De {title}"),
    "offerBuilt": ("Made on {date}", "Hecho el {date}"),
    "offerRefused": ("This cannot be used", "Este no se puede usar"),
    "offerSame": ("No page would change.", "Ninguna página cambiaría."),
    "offerShown": ("This is on the screen now", "Este ya está en la pantalla"),
    "offerUndoneLine": (
        "Staff took this off here with Undo. Install it only if you want it back.",
        "El personal lo quitó aquí con Deshacer. Instálelo solo si lo quiere de vuelta.",
    ),
    "offerUndone": ("Taken off here with Undo", "Aquí se quitó con Deshacer"),
    "offerOlder": ("Older than what was here", "Más viejo que lo que ya había"),
    "offerOlderLine": (
        "Only newer content can be put in. To see this again, have a new stick made.",
        "Solo se instala contenido más nuevo. Para ver este otra vez, pida una memoria nueva.",
    ),
    "offerUnknown": ("What would change cannot be told.", "No se puede decir qué cambiaría."),
    "newsAdded": ("New pages: {n}", "Páginas nuevas: {n}"),
    "newsChanged": ("Changed pages: {n}", "Páginas con cambios: {n}"),
    "newsRemoved": ("Removed pages: {n}", "Páginas que se quitan: {n}"),
    "newsParts": ("Other changes", "Otros cambios"),
    "newsMore": ("and {n} more", "y {n} más"),
    "partPhone": ("The clinic's phone will be {n}", "El teléfono de la clínica será {n}"),
    "partPhoneGone": ("The clinic's phone is taken out", "Se quita el teléfono de la clínica"),
    "partEmergency": ("The emergency number changes", "Cambia el número de emergencia"),
    "partName": ("The clinic's name or logo changes", "Cambia el nombre o el logo de la clínica"),
    "partClinic": (
        "Other words of the clinic change, such as its desk or hours",
        "Cambian otras palabras de la clínica, como su recepción u horario",
    ),
    "partWords": ("Words on the buttons change", "Cambian palabras de los botones"),
    "partStart": (
        "The first page, or where a main button leads, changes",
        "Cambia la primera página, o adónde lleva un botón principal",
    ),
    "partWaiting": ("The waiting screen changes", "Cambia la pantalla de espera"),
    "partLanguages": ("The languages change", "Cambian los idiomas"),
    "partSample": ("Whether it is only a sample changes", "Cambia si es solo una muestra"),
    "partTitle": ("Its name changes", "Cambia su nombre"),
    "install": ("Install it", "Instalar"),
    "installAgain": ("Install it again", "Instalar otra vez"),
    "installing": ("Installing", "Instalando"),
    "installingLine": (
        "Leave the stick in. The kiosk can be used meanwhile.",
        "Deje la memoria puesta. El quiosco se puede usar mientras.",
    ),
    "progress": ("{n} of 100", "{n} de 100"),
    "cancel": ("Cancel", "Cancelar"),
    "undo": ("Undo", "Deshacer"),
    "undoTitle": ("Go back to the content before?", "¿Regresar al contenido de antes?"),
    "undoLine": (
        "Then this is shown again: {title}, made on {date}",
        "Entonces se muestra otra vez: {title}, hecho el {date}",
    ),
    "backAdded": ("Pages that come back: {n}", "Páginas que vuelven: {n}"),
    "backChanged": ("Pages that go back to before: {n}", "Páginas que quedan como antes: {n}"),
    "backRemoved": ("Pages that go away: {n}", "Páginas que se quitan: {n}"),
    "undoYes": ("Yes, go back", "Sí, regresar"),
    "undoNo": ("No, keep this", "No, dejar este"),
    # --- usage counts
    "countsRead": ("What is read", "Lo que se lee"),
    "countsEnd": ("Where people stop", "Dónde lo dejan"),
    "countsWeek": ("7 days", "7 días"),
    "countsMonth": ("30 days", "30 días"),
    "countsAll": ("All", "Todo"),
    "countsNone": ("There is nothing to show yet.", "Aún no hay nada que mostrar."),
    "countsNoneLine": ("A day is shown once it is over.", "Un día se ve cuando ya pasó."),
    "countsNote": (
        "A day with fewer than 5 is not told exactly. Today is not in it.",
        "Un día con menos de 5 no se dice exacto. Hoy no cuenta.",
    ),
    "countsEndNote": (
        "Filled: read to the end. Whole bar: opened.",
        "Lleno: leída hasta el final. Barra entera: abierta.",
    ),
    "countsRange": ("{n} to {count}", "{n} a {count}"),
    "countsOf": ("To the end: {n} · Opened: {count}", "Hasta el final: {n} · Abierta: {count}"),
    "countsOff": ("Counting is off in the settings.", "El conteo está apagado en los ajustes."),
    "countsBroken": ("The numbers cannot be read now.", "Los números no se pueden leer ahora."),
    "save": ("Save as a table", "Guardar en tabla"),
    "saveTitle": ("Where to?", "¿Dónde?"),
    "table": ("The numbers as a table", "Los números en tabla"),
    "tableByIt": (
        "This kiosk cannot save to a stick. Ask IT for the table.",
        "Este quiosco no puede guardar en una memoria. Pida la tabla a informática.",
    ),
    "tableForIt": ("For IT: type “{n}” on this kiosk.", "Para informática: escriba “{n}” en este quiosco."),
    "saveHere": ("On this kiosk", "En este quiosco"),
    "saveStick": ("Stick: {place}", "Memoria: {place}"),
    "saved": (
        "Saved as {file} in {place}. You can take the stick out.",
        "Se guardó como {file} en {place}. Ya puede sacar la memoria.",
    ),
    "kept": ("Saved on this kiosk: {place}/{file}", "Se guardó en este quiosco: {place}/{file}"),
    "notSaved": (
        "It could not be saved in {place}. Try another place.",
        "No se pudo guardar en {place}. Pruebe otro lugar.",
    ),
}


def words_in(language: Language) -> dict[str, str]:
    """Every word of the corner in ``language``; English where it has no other."""
    at = 1 if language == "es" else 0
    return {key: pair[at] for key, pair in _WORDS.items()}


def fill(phrase: str, **gaps: object) -> str:
    """``phrase`` with its gaps filled in."""
    for gap, value in gaps.items():
        phrase = phrase.replace(f"{{{gap}}}", str(value))
    return phrase
