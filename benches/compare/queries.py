"""Queries made of the words of a folder, so that any folder can be asked."""
import re
from collections import Counter, namedtuple
from concurrent.futures import ProcessPoolExecutor

import process

RARE, FREQUENT, ALL, ANY = "rare phrase", "frequent phrase", "all words", "any word"
KINDS = (RARE, FREQUENT, ALL, ANY)
# Queries of each kind, and the bytes that they are looked for in.
EACH = 3
SAMPLE = 4 << 20

Query = namedtuple("Query", "kind words")


class TooSmall(Exception):
    """A folder that has too few words."""


def paragraphs(path):
    """The paragraphs of a text file, as `examples/direct.rs` cuts them."""
    with open(path, "rb") as file:
        text = file.read().decode("utf8", "replace").replace("\r", "")
    return [paragraph for paragraph in text.split("\n\n") if paragraph.strip()]


def sample(folder):
    """Words in lower case, a list a paragraph, of the same share of each file."""
    paths = process.files(folder)
    share = min(1.0, SAMPLE / max(1, sum(process.size(path) for path in paths)))
    out = []
    for path in paths:
        found = paragraphs(path)
        kept = found[:max(1, round(len(found) * share))]
        out += [re.findall(r"[a-z]+", paragraph.lower()) for paragraph in kept]
    return out


def spread(found):
    """EACH of a list, evenly over it."""
    return [found[len(found) * at // EACH] for at in range(EACH)] if len(found) >= EACH else []


def make(folder):
    """The queries for a folder: the same in every run. They are made in a process of its own: what this one takes of
    memory would be counted for the programs that it starts."""
    with ProcessPoolExecutor(1) as other:
        return other.submit(chosen, folder).result()


def chosen(folder):
    texts = sample(folder)
    frequency = Counter(word for text in texts for word in text if len(word) > 4)
    phrases = Counter(tuple(text[at:at + 3]) for text in texts for at in range(len(text) - 2))
    twice = sorted(phrase for phrase, times in phrases.items() if times == 2 and min(map(len, phrase)) > 4)
    # "don't" is two words in some programs and one in others
    whole = [phrase for phrase in phrases if min(map(len, phrase)) > 1]
    common = sorted(whole, key=lambda phrase: (-phrases[phrase], phrase))
    ranked = sorted(frequency, key=lambda word: (-frequency[word], word))
    sentences = [text[2:7] for text in texts if len(text) > 20 and min(map(len, text[2:7])) > 1]
    pairs = list(zip(ranked[50::50], ranked[500::50]))
    found = {RARE: spread(twice), FREQUENT: common[:EACH], ALL: pairs[:EACH], ANY: spread(sentences)}
    if not all(found.values()):
        raise TooSmall(f"there is too little text in `{folder}` to make queries of")
    return [Query(kind, list(words)) for kind in KINDS for words in found[kind]]
