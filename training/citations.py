#!/usr/bin/env python3
"""Trains the sequence model that reads the fields of a reference.

usage: citations.py REFERENCES.jsonl [MORE.jsonl...] [--as-is FILE]... [--folds] [--out src/cite/model.bin] [--hold K FILE]

Each line of the input is {"raw": "...", "fields": [["author", "..."], ...]}, the fields being all of the
reference in order: the form of anystyle's annotated references. None of the data is kept in the project.
Needs python-crfsuite. The observations are those of the program itself (examples/cite_features.rs).

Annotated references come mostly from bibliographies. Notes cite in other shapes, so every reference is also
put into a few of them (law reviews, newspapers, German footnotes) with its own fields.

A file after --as-is is trained on as it comes: what is composed or rendered has its shape already, and of what
is large no shapes need be made.

With --folds the references are parted into five, each fifth read by a model of the others, and the share of
tokens with the right label and F1 by label are printed; a restyled reference never trains a model that reads
the one it was made of, and is not scored.

With --hold K FILE the model is trained without the K-th fifth (1 to 5) and what is made of it, and that fifth
is written to FILE as it came: `examples/cites_with.rs` reads references with such a model, so that the whole
program can be scored on references that its model has not seen.

The model: see `src/cite/crf.rs`.
"""
import collections, json, os, random, re, struct, subprocess, sys, tempfile

import pycrfsuite

LABELS = ["author", "title", "journal", "book", "publisher", "location", "date", "volume", "pages", "editor",
          "url", "doi", "number", "genre", "edition", "other"]
NAMES = {"container-title": "book", "citation-number": "number"}
C1, C2 = (float(os.environ.get(name, "0.05")) for name in ("C1", "C2"))
ROUNDS = int(os.environ.get("ROUNDS", "200"))
PAPERS = ["The New York Times", "The Guardian", "Le Monde", "Die Zeit", "Reuters", "BBC", "BBC News", "The Age", "TASS",
          "Al Jazeera", "The Economist", "Der Spiegel", "Syria Direct", "Foreign Policy", "The Atlantic", "France 24",
          "Associated Press", "The Wall Street Journal", "Financial Times", "El País", "Carnegie Middle East Center",
          "World Affairs", "Kyiv Post", "Haaretz", "Dawn", "The Hindu", "Brookings Institution", "HTS",
          "Human Rights Watch", "Amnesty International", "UN Security Council", "Wilson Center", "Neue Zürcher Zeitung"]
MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December"]


def label(name):
    name = NAMES.get(name, name)
    return name if name in LABELS else "other"


def load(paths):
    rows = []
    for path in paths:
        for line in open(path, encoding="utf8"):
            row = json.loads(line)
            rows.append([(label(k), v) for k, v in row["fields"]])
    return rows


def bare(value):
    return value.strip(" ,.;:()[]“”\"«»")


def flipped(author):
    """`Doe, J. K., & Roe, P.` as `J. K. Doe and P. Roe`; others as they are."""
    names = re.findall(r"([A-Z][\w’'-]+), ((?:[A-Z]\.[ -]?)+)", author)
    left = re.sub(r"([A-Z][\w’'-]+), ((?:[A-Z]\.[ -]?)+)", "", author)
    if not names or re.sub(r"[\W_]|and|und|et", "", left):
        return bare(author)
    names = [f"{given.strip()} {last}" for last, given in names]
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


def restyled(fields, rng):
    """The reference in up to three shapes that notes use."""
    f = {}
    for k, v in fields:
        f.setdefault(k, bare(v))
    year = re.search(r"\d{4}", f.get("date", ""))
    if "title" not in f or not year or len(f["title"]) < 4:
        return
    author = next((v for k, v in fields if k == "author"), None)
    if author:
        author = flipped(author) if rng.random() < .7 else bare(author)
    year, title = year.group(), f["title"]
    page = re.search(r"\d+", f.get("pages", ""))
    page = page.group() if page else str(rng.randrange(1, 600))
    volume = re.search(r"\d+", f.get("volume", ""))
    volume = volume.group() if volume else str(rng.randrange(1, 120))
    name = [("author", author + ",")] if author else []
    quoted = rng.choice(["‘%s’", "“%s”", "“%s,”", "\"%s\"", "'%s'"]) % title
    day = rng.choice([f"{rng.randrange(1, 29)} {rng.choice(MONTHS)} {year}", f"{rng.choice(MONTHS)} {year}",
                      f"{rng.choice(MONTHS)} {rng.randrange(1, 29)}, {year}"])
    end = rng.choice([".", "", f", {page}.", f", at {page}."])
    shapes = []
    if "journal" in f:
        j = f["journal"]
        shapes += [
            name + [("title", quoted), ("date", f"({year})"), ("volume", volume), ("journal", j), ("pages", page + end)],
            name + [("title", quoted), ("journal", j), ("volume", f"{volume},"), ("volume", f"no. {rng.randrange(1, 9)}"),
                    ("date", f"({year}):"), ("pages", f"{page}–{page}9.")],
            name + [("title", f"{title},"), ("volume", volume), ("journal", j), ("pages", page), ("date", f"({year}).")],
            name + [("title", f"{quoted},"), ("journal", f"{j},"), ("volume", f"vol. {volume},"), ("date", f"({year}).")],
        ]
        if author:
            shapes.append([("author", f"{author}:"), ("title", f"{title},"), ("journal", f"in: {j}"),
                           ("volume", volume), ("date", f"({year}),"), ("pages", f"S. {page}.")])
            shapes.append([("author", f"{author},"), ("date", f"{year}:"), ("title", f"{title},"),
                           ("journal", f"in: {j},"), ("volume", f"vol. {volume},"), ("pages", f"pp. {page}–{page}9.")])
    elif "book" in f and "editor" not in f:
        shapes += [
            name + [("title", quoted), ("book", f"in {f['book']}"), ("date", f"({year})"), ("pages", page + end)],
        ]
    elif "book" in f:
        editor = re.sub(r"^(in|dans|edited by|ed\.|eds\.)\s+|[,(]*\s*\(?(eds?|editors?|hrsg|dir)\b\.?\)?[,.]*$", "",
                        f["editor"], flags=re.I).strip(" ,(")
        place = f.get("location", rng.choice(["London", "Oxford", "Paris", "Berlin"]))
        shapes += [
            name + [("title", quoted), ("book", f"in {f['book']},"), ("editor", f"ed. {editor}"), ("date", f"({year})"),
                    ("pages", page + end)],
            name + [("title", quoted), ("editor", f"in {editor} (ed.),"), ("book", f["book"]),
                    ("location", f"({place},"), ("date", f"{year}).")],
            name + [("date", f"{year}:"), ("title", f"{title},"), ("editor", f"in: {editor} (Hrsg.):"),
                    ("book", f"{f['book']}."), ("location", f"{place}.")],
        ]
    else:
        place = f.get("location", rng.choice(["London", "Oxford", "Paris", "Berlin"]))
        house = f.get("publisher", rng.choice(["Routledge", "Oxford University Press", "Suhrkamp"]))
        shapes += [
            name + [("title", title), ("date", f"({year})"), ("pages", page + "." * rng.randrange(2))],
            name + [("title", title), ("edition", rng.choice(["(2nd ed.,", "(3rd edn,", "(5th ed.,"])),
                    ("date", f"{year})"), ("pages", page + ".")],
            name + [("title", title), ("publisher", f"({house}"), ("date", f"{year})"), ("pages", page + end)],
            name + [("title", title), ("location", f"({place}:"), ("publisher", f"{house},"), ("date", f"{year}),"),
                    ("pages", page + ".")],
        ]
        if author:
            shapes.append([("author", f"{author},"), ("date", f"{year}:"), ("title", f"{title}."), ("location", f"{place}.")])
            shapes.append([("author", f"{author}:"), ("title", f"{title}."), ("location", place), ("date", f"{year},"),
                           ("pages", f"S. {page}.")])
    paper = rng.choice(PAPERS)
    news = [("title", f"{quoted},"), ("journal", f"{paper},"), ("date", rng.choice([day + ".", day]))]
    shapes += [name + news] if rng.random() < .7 else [news]
    for shape in rng.sample(shapes, min(3, len(shapes))):
        yield shape


def sequences(rows):
    """Features of rows `(id, fields)`, as the program sees them: {id: (observations, labels)}."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf8") as data:
        for name, fields in rows:
            raw = " ".join(v for _, v in fields)
            data.write(json.dumps({"id": name, "raw": raw, "fields": fields}, ensure_ascii=False) + "\n")
        data.flush()
        program = os.environ.get("CITE_FEATURES")
        run = [program] if program else ["cargo", "run", "-q", "--release", "--example", "cite_features", "--"]
        text = subprocess.run(run + [data.name], check=True, capture_output=True).stdout.decode()
    out, name = {}, None
    for line in text.split("\n"):
        if line.startswith("# "):
            name = line[2:]
            out[name] = ([], [])
        elif line:
            tag, *seen = line.split("\t")
            out[name][0].append(seen)
            out[name][1].append(tag)
    return out


def train(items, path):
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params({"c1": C1, "c2": C2, "max_iterations": ROUNDS, "feature.possible_transitions": True})
    for x, y in items:
        trainer.append(x, y)
    trainer.train(path)
    tagger = pycrfsuite.Tagger()
    tagger.open(path)
    return tagger


def folds(seqs, ids, extra):
    right = total = 0
    tally = collections.defaultdict(lambda: [0, 0, 0])
    for fold in range(5):
        test = [i for n, i in enumerate(ids) if n % 5 == fold]
        held = set(test)
        used = [k for k in seqs if k.split("+")[0] not in held] if extra else [i for i in ids if i not in held]
        with tempfile.TemporaryDirectory() as folder:
            tagger = train([seqs[k] for k in used], os.path.join(folder, "m"))
            for i in test:
                x, y = seqs[i]
                for want, got in zip(y, tagger.tag(x)):
                    right += want == got
                    total += 1
                    tally[want][2] += 1
                    tally[got][1] += 1
                    tally[want][0] += want == got
        print(f"fold {fold + 1}: tokens right so far {right / total:.4f}", flush=True)
    for name in LABELS:
        tp, got, want = tally[name]
        p, r = tp / max(1, got), tp / max(1, want)
        print(f"  {name:10} P {p:.3f} R {r:.3f} F1 {2 * p * r / max(1e-9, p + r):.3f} of {want}")


def write(tagger, path):
    """The model, as `src/cite/crf.rs` reads it; weights in 1/16 of the unit, those that round to 0 left out."""
    info = tagger.info()
    weights = collections.defaultdict(dict)
    for (feature, tag), weight in info.state_features.items():
        q = max(-127, min(127, round(weight * 16)))
        if q:
            weights[int(feature, 16)][LABELS.index(tag)] = q
    n = len(LABELS)
    moves = [[0] * n for _ in range(n)]
    for (a, b), weight in info.transitions.items():
        moves[LABELS.index(a)][LABELS.index(b)] = max(-127, min(127, round(weight * 16)))
    keys = sorted(weights)
    blob = bytearray(struct.pack("<4sII", b"CRF1", n, len(keys)))
    for row in moves:
        blob += struct.pack(f"<{n}b", *row)
    blob += b"".join(struct.pack("<I", k) for k in keys)
    blob += bytes(len(weights[k]) for k in keys)
    for k in keys:
        for tag, q in sorted(weights[k].items()):
            blob += struct.pack("<Bb", tag, q)
    open(path, "wb").write(blob)
    print(f"{path}: {len(keys)} observations, {sum(map(len, weights.values()))} weights, {len(blob)} bytes")


def hold(paths, fold, path):
    """Writes the lines of a fifth to a file; the ids of its references."""
    lines = [line for p in paths for line in open(p, encoding="utf8")]
    held = [i for i in range(len(lines)) if i % 5 == fold - 1]
    with open(path, "w", encoding="utf8") as out:
        out.writelines(lines[i] for i in held)
    return {str(i) for i in held}


def main():
    args = sys.argv[1:]
    out, held = "src/cite/model.bin", None
    if "--hold" in args:
        at = args.index("--hold")
        held = (int(args[at + 1]), args[at + 2])
        del args[at:at + 3]
    if "--out" in args:
        at = args.index("--out")
        out = args[at + 1]
        del args[at:at + 2]
    plain = []
    while "--as-is" in args:
        at = args.index("--as-is")
        plain.append(args[at + 1])
        del args[at:at + 2]
    paths = [a for a in args if not a.startswith("--")]
    if not paths:
        sys.exit(__doc__)
    rng = random.Random(7)
    rows = [(str(i), fields) for i, fields in enumerate(load(paths))]
    ids = [i for i, _ in rows]
    more = [(f"{i}+{n}", shape) for i, fields in rows for n, shape in enumerate(restyled(fields, rng))]
    more += [(f"+{i}", fields) for i, fields in enumerate(load(plain))]
    seqs = sequences(rows + more)
    print(f"{len(ids)} references, {len(more)} restyled, composed or as they are")
    if "--folds" in args:
        folds(seqs, ids, extra="--plain" not in args)
    else:
        away = hold(paths, *held) if held else set()
        seqs = {k: v for k, v in seqs.items() if k.split("+")[0] not in away}
        with tempfile.TemporaryDirectory() as folder:
            write(train(seqs.values(), os.path.join(folder, "m")), out)


if __name__ == "__main__":
    main()
