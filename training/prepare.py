#!/usr/bin/env python3
"""Makes the training sets of the annotated ones.

usage: prepare.py ANYSTYLE GROBID.jsonl OUT

ANYSTYLE is the folder `res/parser` of AnyStyle's repository (core.xml, good.xml, gold.xml). GROBID.jsonl holds
GROBID's corpus of citations, one a line, as {"raw": ..., "fields": [[label, text]...]}, where the fields need not
be all of the reference. OUT gets

    core.jsonl     as annotated
    good.jsonl     without what is in core or gold
    grobid.jsonl   the references whose fields are all found, made whole: each word between two fields is given to
                   one of them, or to a field of its own
    records.json   CSL-JSON out of the fields of core and good, for render.js
"""
import json, os, random, re, sys
import xml.etree.ElementTree as ElementTree

# characters of Chinese, Japanese and Korean: of these references few are kept
EASTERN = re.compile(r"[\u3040-\uffef]")
MOST_EASTERN = 60

NAME = r"[^\W\d_][\w’'\-]+"
PARTICLES = r"(?:(?:de|van|von|der|la|di|da|du|del|le) )*"
LANGUAGES = {
    "de": r"\b(der|die|das|und|zur|von|im|des|eine?)\b",
    "it": r"\b(della?|degli|nella?|il|gli|di|per|nel|dei)\b",
    "fr": r"\b(le|les|des|du|une|dans|et|sur|aux)\b|l’|d’|l'|d'",
    "es": r"\b(el|los|las|del|una|por|para|en|y)\b",
    "en": r"\b(the|of|and|in|for|on|with|to)\b",
}


def letters(text):
    return re.sub(r"\W", "", text.lower())


def anystyle(folder, name):
    """The references of one of AnyStyle's files."""
    references = []
    for sequence in ElementTree.parse(os.path.join(folder, name + ".xml")).getroot():
        fields = [[field.tag, " ".join("".join(field.itertext()).split())] for field in sequence]
        fields = [field for field in fields if field[1]]
        if fields:
            references.append({"raw": " ".join(text for _, text in fields), "fields": fields})
    return references


def placed(reference):
    """The fields with their places in the reference, or None where one is not found."""
    places, at = [], 0
    for label, text in reference["fields"]:
        start = reference["raw"].find(text, at)
        if start < 0:
            return None
        at = start + len(text)
        places.append((label, start, at))
    return places


def label_of_gap(words, label, before):
    """The label of the words between the field `before` and the field `label`; None where they begin the latter."""
    low = " ".join(words).lower()
    capitals = all(word[0].isupper() for word in words)
    if label == "pages" and low in ("p", "pp", "pages", "page", "s", "pg", "article", "art"):
        return None
    if label == "volume" and low in ("vol", "volume", "v", "no", "bd", "band", "tome", "t"):
        return None
    if label in ("container", "series") and low in ("in", "in proc of", "dans"):
        return None
    if before == "volume" and re.fullmatch(r"(no |nr |issue )?\d+", low):
        return "volume"
    if re.search(r"\b(eds?|editors?|edited|hrsg)\b", low):
        return "editor"
    if "arxiv" in low or re.match(r"(hep|astro|cond|gr|quant|math|nucl) (ph|th|ex|mat|qc|lat)", low):
        return "other"
    if capitals and (label == "publisher" or before == "publisher"):
        return "location"
    return label if low in ("doi", "http", "https") else "other"


def anystyle_label(label, text, has_volume):
    """The label as AnyStyle names it."""
    if label == "container":
        proceedings = re.match(r"\W*(in )?\W*(proc|lecture notes)", text.lower())
        return "journal" if has_volume and not proceedings else "container-title"
    return {"series": "collection-title", "identifier": "other"}.get(label, label)


def whole(reference):
    """The reference with fields that are all of it, or None where that cannot be told."""
    raw, places = reference["raw"], placed(reference)
    if not places:
        return None
    fields, at = [], 0
    for label, start, end in places:
        gap = raw[at:start]
        # opening signs belong to what they open
        opening = re.search(r"(?:(?<=\s)|^)[(\[“\"‘«„<'`]+$", gap) or re.search(r"(?:(?<=\s)|^)[(\[«„]+\s*$", gap)
        if opening:
            start -= len(gap) - opening.start()
            gap = gap[: opening.start()]
        words = re.findall(r"[^\W_]+", gap)
        before = fields[-1][0] if fields else None
        lead = ""
        if words:
            signs = re.match(r"\W*", gap).group()
            if fields and signs.strip():
                fields[-1][1] += signs
                gap = gap[len(signs):]
            own = label_of_gap(words, label, before)
            if own is None:
                lead = gap
            else:
                fields.append([own, gap])
        elif fields:
            fields[-1][1] += gap
        else:
            start = 0
        fields.append([label, lead + raw[start:end]])
        at = end
    rest = raw[at:]
    if rest.strip():
        signs = re.match(r"[\W_]*", rest).group()
        fields[-1][1] += signs
        if rest[len(signs):]:
            fields.append(["other", rest[len(signs):]])
    has_volume = any(label == "volume" for label, _, _ in places)
    named = [[anystyle_label(label, text, has_volume), text.strip()] for label, text in fields if text.strip()]
    is_all = "".join("".join(text.split()) for _, text in named) == "".join(raw.split())
    return {"raw": raw, "fields": named} if is_all else None


def dotted(given):
    """`AB` as `A. B.`"""
    return " ".join(letter + "." for letter in given) if re.fullmatch("[A-Z]{1,3}", given) else given


def person(text):
    """One name as CSL-JSON, or None where it is not surely one."""
    text = text.strip(" ,;:") if re.search(r"[A-Z]\.$", text.strip(" ,;:")) else text.strip(" ,.;:")
    last = re.fullmatch(rf"({PARTICLES}{NAME}(?: {NAME})?), (.+)", text)
    given = rf"(?:{NAME}|[A-Z]\.?|[A-Z]\.-?[A-Z]\.|[A-Z]{{1,3}})(?:[ -](?:{NAME}|[A-Z]\.?))*"
    if last and re.fullmatch(given, last[2]):
        return {"family": last[1], "given": dotted(last[2])}
    initials = re.fullmatch(rf"({NAME}) ([A-Z]{{1,3}}|[A-Z]\.(?:[ -]?[A-Z]\.)*)", text)
    if initials and initials[1][0].isupper() and len(initials[1]) > 2:
        return {"family": initials[1], "given": dotted(initials[2])}
    first = re.fullmatch(rf"((?:{NAME}|[A-Z]\.)(?:[ -]?(?:[A-Z]\.|{NAME}))*) ({PARTICLES}{NAME})", text)
    if first and (len(text.split()) <= 5 and first[2][-1].islower() or first[2].isupper()):
        return {"family": first[2].title() if first[2].isupper() else first[2], "given": first[1]}
    return None


def people(text):
    """The names of a field as CSL-JSON, or None where one of them is not surely a name."""
    text = re.sub(r"\(?\b(eds?|editors?|hrsg|hg|dirs?)\b\.?\)?|\bet al\.?", "", text, flags=re.I)
    text = re.sub(r"^(in|edited by|ed\. by|a cura di|dans|herausgegeben von)\b:?", "", text.strip(), flags=re.I)
    names = []
    for part in re.split(r"\s*(?:;|&| and | und | et | y | e |/)\s*", text.strip(" ,;:()")):
        if not part.strip(" ,."):
            continue
        one = person(part)
        if one:
            names.append(one)
            continue
        parts = [piece for piece in part.split(",") if piece.strip()]
        pairs = list(zip(parts[::2], parts[1::2])) if len(parts) % 2 == 0 else []
        both = [person(f"{family.strip()}, {given.strip()}") for family, given in pairs]
        initials = all(re.match(r"^\s*[A-Z]\.?", given) and len(given.strip()) <= 9 for _, given in pairs)
        single = [person(piece.strip()) for piece in parts]
        if both and all(both) and initials:
            names += both
        elif single and all(single):
            names += single
        else:
            return None
    return names or None


def bare(text):
    return text.strip(" ,.;:()[]“”\"«»„‘’'")


def language(title):
    counts = {name: len(re.findall(words, title.lower())) for name, words in LANGUAGES.items()}
    most = max(counts, key=counts.get)
    return most if counts[most] else "en"


def record(number, reference):
    """A record of CSL-JSON out of the fields of a reference, or None where they do not tell enough."""
    fields = {}
    for label, text in reference["fields"]:
        fields.setdefault({"container-title": "book"}.get(label, label), text)
    authors = people(fields["author"]) if "author" in fields else None
    year = re.search(r"\b(1[5-9]|20)\d\d\b", fields.get("date", ""))
    title = fields.get("title", "")
    title = title.strip(" “\"«") if title.strip().endswith("?") else bare(title)
    if not authors or not year or not 8 < len(title) < 220 or re.search(r"[«»“”]", title):
        return None
    made = {"id": str(number), "title": title, "author": authors, "issued": {"date-parts": [[int(year.group())]]}}
    made["_lang"] = language(title)
    pages = re.search(r"(\d+)\s*[-–—]+\s*(\d+)", fields.get("pages", "")) or re.search(r"(\d+)()", fields.get("pages", ""))
    if pages:
        made["page"] = pages[1] + ("-" + pages[2] if pages[2] else "")
    if "journal" in fields:
        made.update(journal(fields))
        return made
    if "book" in fields:
        made["type"], made["container-title"] = "chapter", re.sub(r"^in:?\s+", "", bare(fields["book"]), flags=re.I)
        if len(made["container-title"]) < 4:
            return None
        editors = people(fields["editor"]) if "editor" in fields else None
        if editors:
            made["editor"] = editors
    else:
        made["type"] = "thesis" if "genre" in fields else "book"
        made.pop("page", None)
    for label, name in (("publisher", "publisher"), ("location", "publisher-place")):
        if fields.get(label):
            made[name] = bare(fields[label])
    edition = re.search(r"\d+", fields.get("edition", ""))
    if edition and len(edition.group()) < 3:
        made["edition"] = edition.group()
    return made


def journal(fields):
    """What a record says of the journal of an article."""
    made = {"type": "article-journal", "container-title": bare(fields["journal"])}
    volume = re.match(r"\D{0,6}(\d+)\D{0,8}(\d+)?", fields.get("volume", ""))
    if volume:
        made["volume"] = volume[1]
        if volume[2]:
            made["issue"] = volume[2]
    if fields.get("doi"):
        made["DOI"] = re.sub(r"^\W*(doi:?|https?://(dx\.)?doi\.org/)\s*", "", fields["doi"], flags=re.I).strip(" .,")
    return made


def write(folder, name, references):
    with open(os.path.join(folder, name), "w", encoding="utf8") as out:
        out.writelines(json.dumps(reference, ensure_ascii=False) + "\n" for reference in references)
    print(f"{name}: {len(references)}")


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    folder, grobid, out = sys.argv[1:]
    os.makedirs(out, exist_ok=True)
    core, good, gold = (anystyle(folder, name) for name in ("core", "good", "gold"))
    known = {letters(reference["raw"]) for reference in core + gold}
    good = [reference for reference in good if letters(reference["raw"]) not in known]
    with open(grobid, encoding="utf8") as lines:
        made = [reference for reference in map(whole, map(json.loads, lines)) if reference]
    eastern = [reference for reference in made if EASTERN.search(reference["raw"])]
    made = [reference for reference in made if not EASTERN.search(reference["raw"])] + eastern[:MOST_EASTERN]
    write(out, "core.jsonl", core)
    write(out, "good.jsonl", good)
    write(out, "grobid.jsonl", made)
    records = [made for number, reference in enumerate(core + good) if (made := record(number, reference))]
    with open(os.path.join(out, "records.json"), "w", encoding="utf8") as file:
        json.dump(records, file, ensure_ascii=False)
    print(f"records.json: {len(records)}")


if __name__ == "__main__":
    main()
