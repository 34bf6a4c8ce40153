"""QTI 2.1 packages: a ZIP of a manifest, a file for each item, and pictures.

Source:
    IMS Global, "Question and Test Interoperability v2.1", and Content Packaging v1.1.
"""

import posixpath
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from io import BytesIO
from typing import Final
from xml.etree.ElementTree import Element, tostring

from documents.banks.found import (
    PICTURE_MISSING,
    UNKNOWN_KIND,
    UNREADABLE,
    Found,
    Read,
    Untakable,
    not_taken,
)
from documents.banks.markup import Passage, html_passage
from documents.banks.trees import said, tree
from exams.domain.questions import Key, Near, QuestionKind, level_of, number_of
from exams.domain.refusals.banks import BankBroken, BankUnsafe

MANIFEST: Final = "imsmanifest.xml"
MOST_FILES: Final = 30_000
MOST_UNPACKED: Final = 200_000_000  # bytes, of all files together
GAP: Final = " _____ "
UNREADABLE_ZIP: Final = (
    zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError
)  # fmt: skip
"""What a damaged or a locked archive makes the library say."""
LARGEST_ITEM: Final = 5_000_000  # bytes of one XML file
INTERACTIONS: Final = (
    "choiceInteraction", "matchInteraction", "textEntryInteraction", "extendedTextInteraction",
    "orderInteraction", "inlineChoiceInteraction", "associateInteraction", "gapMatchInteraction",
    "hotspotInteraction", "hottextInteraction", "sliderInteraction", "uploadInteraction",
    "drawingInteraction", "graphicOrderInteraction", "graphicAssociateInteraction",
    "graphicGapMatchInteraction", "selectPointInteraction", "positionObjectInteraction",
    "mediaInteraction", "customInteraction",
)  # fmt: skip


def read_qti(data: bytes) -> Iterator[Read]:
    """Yield the questions of a package, in the order of its manifest.

    Raises:
        BankUnsafe: a name that leads out of the package, or far too much to unpack.
        BankBroken: no package, damaged, or locked.
    """
    try:
        archive = zipfile.ZipFile(BytesIO(data))  # stays open: pictures are read last
        package = _Package(archive, _names(archive))
        for number, (file, labels) in enumerate(package.items(), start=1):
            yield package.question(file, number, labels)
    except UNREADABLE_ZIP as bad:
        raise BankBroken(kind="qti", file="", line=0) from bad


def _names(archive: zipfile.ZipFile) -> frozenset[str]:
    entries = archive.infolist()
    for entry in entries:
        parts = entry.filename.replace("\\", "/").split("/")
        if entry.filename.startswith(("/", "\\")) or ".." in parts or ":" in parts[0]:
            raise BankUnsafe(what="path")
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise BankUnsafe(what="path")
    if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise BankUnsafe(what="size")
    return frozenset(entry.filename for entry in entries)


def _bare(root: Element) -> Element:
    """Return a tree whose elements are called without their namespace."""
    for element in root.iter():
        if isinstance(element.tag, str):
            element.tag = element.tag.rpartition("}")[2]
    return root


@dataclass(frozen=True, slots=True)
class _Package:
    archive: zipfile.ZipFile
    names: frozenset[str]

    def _tree(self, file: str) -> Element:
        if self.archive.getinfo(file).file_size > LARGEST_ITEM:
            raise BankUnsafe(what="size")
        return _bare(tree(self.archive.read(file), "qti", file))

    def items(self) -> Iterator[tuple[str, "_Labels"]]:
        """Yield each item's file with what its metadata names."""
        if MANIFEST not in self.names:
            raise BankBroken(kind="qti", file=MANIFEST, line=0)
        for resource in self._tree(MANIFEST).iter("resource"):
            if not (resource.get("type") or "").startswith("imsqti_item"):
                continue
            file = posixpath.normpath(resource.get("href") or "")
            if file not in self.names:
                raise BankBroken(kind="qti", file=file[:60], line=0)
            yield file, _labels(resource)

    def question(self, file: str, number: int, labels: "_Labels") -> Read:
        """Read one item."""
        item = self._tree(file)
        name = item.get("title") or item.get("identifier") or file
        plain = Found(
            place=str(number),
            name=name,
            kind=QuestionKind.SINGLE,
            text=Passage(),
            key=Key(),
            topic=labels.topic,
            difficulty=labels.difficulty,
            files=partial(self._beside, posixpath.dirname(file)),
        )
        try:
            return _question(plain, item)
        except Untakable as why:
            return not_taken(str(number), name, why)

    def _beside(self, folder: str, address: str) -> bytes | None:
        name = posixpath.normpath(posixpath.join(folder, address))
        try:
            return self.archive.read(name) if name in self.names else None
        except UNREADABLE_ZIP as bad:
            raise Untakable(PICTURE_MISSING, address) from bad


@dataclass(frozen=True, slots=True)
class _Labels:
    """What the manifest says about an item."""

    topic: str
    difficulty: int


def _labels(resource: Element) -> _Labels:
    topics = (_inner(one) for one in resource.iter("keyword"))
    levels = (
        level_of(said(one, "value/*") or said(one, "value")) for one in resource.iter("difficulty")
    )
    return _Labels(next(filter(None, topics), ""), next(filter(None, levels), 2))


def _inner(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _question(plain: Found, item: Element) -> Found:
    body = item.find("itemBody")
    found = [] if body is None else [one for one in body.iter() if one.tag in INTERACTIONS]
    if body is None or not found:
        raise Untakable(UNKNOWN_KIND, "description")
    interaction = found[0]
    if len(found) > 1 or interaction.tag not in READERS:
        raise Untakable(UNKNOWN_KIND, ", ".join(dict.fromkeys(one.tag for one in found)))
    response = interaction.get("responseIdentifier")
    declared = [
        one for one in item.iter("responseDeclaration") if one.get("identifier") == response
    ]
    if not declared:
        raise Untakable("no_right_answer")
    read = READERS[interaction.tag]
    return read(replace(plain, text=_words(body, interaction)), interaction, declared[0], item)


def _words(body: Element, interaction: Element) -> Passage:
    """Return the body with the prompt, without what is chosen from."""
    kept = deepcopy(body)
    for parent in list(kept.iter()):
        for child in list(parent):
            if child.tag == "rubricBlock":
                parent.remove(child)
            elif child.tag == interaction.tag:
                prompt = child.find("prompt")
                tail = child.tail
                child.clear()
                child.tail = tail
                child.tag = "div" if interaction.tag != "textEntryInteraction" else "span"
                child.text = None if child.tag == "div" else GAP
                if prompt is not None:
                    child.append(prompt)
    return _passage(kept)


def _passage(element: Element) -> Passage:
    return html_passage(tostring(element, encoding="unicode", method="html"))


def _right(declared: Element) -> tuple[str, ...]:
    """Return the values that are right: those named, or those that earn something."""
    named = tuple(_inner(value) for value in declared.iterfind("correctResponse/value"))
    mapped = tuple(
        entry.get("mapKey") or ""
        for entry in declared.iterfind("mapping/mapEntry")
        if (number_of(entry.get("mappedValue") or "") or 0) > 0
    )
    return named or mapped


def _choice(plain: Found, interaction: Element, declared: Element, _: Element) -> Found:
    choices = interaction.findall("simpleChoice")
    known = [choice.get("identifier") or "" for choice in choices]
    right = _right(declared)
    if not set(right) <= set(known):
        raise Untakable("wrong_key", ", ".join(sorted(set(right) - set(known))))
    several = declared.get("cardinality") == "multiple"
    return replace(
        plain,
        kind=QuestionKind.MULTIPLE if several else QuestionKind.SINGLE,
        options=tuple(map(_passage, choices)),
        key=Key(chosen=tuple(index for index, one in enumerate(known) if one in right)),
        shuffled=interaction.get("shuffle") == "true",
    )


def _match(plain: Found, interaction: Element, declared: Element, _: Element) -> Found:
    sets = [one.findall("simpleAssociableChoice") for one in interaction.iter("simpleMatchSet")]
    if len(sets) != len(("lines", "partners")):
        raise Untakable(UNREADABLE)
    lines, partners = sets
    pairs = [value.split() for value in _right(declared)]
    partner_of = {pair[0]: pair[1] for pair in pairs if len(pair) == len(sets)}
    known = [partner.get("identifier") for partner in partners]
    chosen = [partner_of.get(line.get("identifier") or "") for line in lines]
    if len(partner_of) != len(pairs) or not set(chosen) <= set(known):
        raise Untakable("wrong_key")  # a line with several partners, or with none
    return replace(
        plain,
        kind=QuestionKind.MATCHING,
        options=tuple(map(_passage, partners)),
        lines=tuple(map(_passage, lines)),
        key=Key(chosen=tuple(known.index(one) for one in chosen)),
        shuffled=interaction.get("shuffle") == "true",
    )


def _text(plain: Found, _: Element, declared: Element, item: Element) -> Found:
    right = _right(declared)
    if declared.get("baseType") not in {"float", "integer"}:
        return replace(plain, kind=QuestionKind.SHORT, key=Key(texts=right))
    within = _tolerance(item)
    numbers = [number_of(value) for value in right]
    if None in numbers:
        raise Untakable(UNREADABLE, ", ".join(right))
    near = tuple(Near(value=number, within=within) for number in numbers if number is not None)
    return replace(plain, kind=QuestionKind.NUMERIC, key=Key(numbers=near))


def _tolerance(item: Element) -> Decimal:
    for equal in item.iter("equal"):
        if equal.get("toleranceMode") == "absolute":
            found = [number_of(part) for part in (equal.get("tolerance") or "").split()]
            if not found or None in found or len(set(found)) > 1:
                raise Untakable(UNREADABLE, equal.get("tolerance") or "")
            return found[0] or Decimal(0)
        if equal.get("toleranceMode") == "relative":
            raise Untakable(UNREADABLE, "toleranceMode")
    return Decimal(0)


READERS: Final[Mapping[str, Callable[[Found, Element, Element, Element], Found]]] = {
    "choiceInteraction": _choice,
    "matchInteraction": _match,
    "textEntryInteraction": _text,
}
