"""Sources of any number of made-up text topics that check without a finding; says nothing of medicine."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

from kiosk.content.records import Language

_THINGS: dict[Language, tuple[str, ...]] = {
    "en": ("bone", "back", "bed", "chair", "walk", "rest", "day", "night", "step", "pillow", "shoe", "hand"),
    "es": ("hueso", "dedo", "lado", "vaso", "paso", "gato", "día", "año", "piso", "codo", "modo", "dato"),
}
_LIKE: dict[Language, tuple[str, ...]] = {
    "en": ("small", "warm", "good", "long", "soft", "new", "dry", "calm", "flat", "low"),
    "es": ("bueno", "largo", "bajo", "seco", "nuevo", "alto", "fino", "plano", "sano", "vivo"),
}
_SAID: dict[Language, str] = {
    "en": "The {0} is {1} and the {2} is {3}.",
    "es": "El {0} es {1} y el {2} es {3}.",
}
_SITE = {
    "edition.yaml": "title: {en: Many, es: Muchos}\nsample: true\nlanguages: [en, es]\nhome: home\n",
    "facts.md": "GEN-01 | A made-up line for measuring. | [P01] | H\n",
    "sources.md": "| code | title |\n|---|---|\n| P01 | Nothing |\n",
}
SECTIONS = 4
SENTENCES = 5


def write_sources(folder: Path, topics: int, interface: Path, seed: int = 1) -> None:
    """Write ``topics`` articles and the menu that leads to them; ``interface`` is the kiosk's own words."""
    folder.mkdir(parents=True)
    shutil.copy(interface, folder / "interface.yaml")
    for name, text in _SITE.items():
        (folder / name).write_text(text, "utf-8")
    chance = random.Random(seed)
    names = [f"topic-{number:05d}" for number in range(topics)]
    _home(folder / "topics" / "home", names)
    for number, name in enumerate(names):
        related = sorted({names[(number + step) % topics] for step in (1, 7, 31)} - {name})
        _article(folder / "topics" / name, number, related, chance)


def sentence(language: Language, chance: random.Random) -> str:
    """One short sentence."""
    things, like = _THINGS[language], _LIKE[language]
    return _SAID[language].format(
        chance.choice(things), chance.choice(like), chance.choice(things), chance.choice(like)
    )


def _home(place: Path, names: list[str]) -> None:
    place.mkdir(parents=True)
    doors = "".join(f"  - {{topic: {name}}}\n" for name in names[:6])
    head = "kind: menu\nstate: draft\nowner: measuring\nupdated: 2026-01-01\n"
    related = f"related: [{', '.join(names[6:])}]\n" if len(names) > 6 else ""
    (place / "topic.yaml").write_text(f"{head}doors:\n{doors}{related}", "utf-8")
    for language, title, line in (("en", "Home", "Read it"), ("es", "Inicio", "Léalo")):
        words = "".join(f"\n## {name}\n{line}.\n" for name in names[:6])
        (place / f"{language}.md").write_text(f"# {title}\n{words}", "utf-8")


def _article(place: Path, number: int, related: list[str], chance: random.Random) -> None:
    place.mkdir(parents=True)
    parts = [f"part{each}" for each in range(SECTIONS)]
    facts = "".join(f"  {part}: {{p1: [GEN-01]}}\n" for part in ("lead", *parts))
    sections = "".join(f"  - {{id: {part}}}\n" for part in parts)
    (place / "topic.yaml").write_text(
        "kind: article\nstate: draft\nowner: measuring\nupdated: 2026-01-01\n"
        f"sections:\n{sections}related: [{', '.join(related)}]\nfacts:\n{facts}",
        "utf-8",
    )
    languages: tuple[tuple[Language, str], ...] = (("en", "Page"), ("es", "Hoja"))
    for language, title in languages:
        body = "".join(
            f"\n## {part}: {title} {each}\n{' '.join(sentence(language, chance) for _ in range(SENTENCES))}\n"
            for each, part in enumerate(parts)
        )
        lead = sentence(language, chance)
        (place / f"{language}.md").write_text(f"# {title} {number}\n{lead}\n{body}", "utf-8")
