"""The programs that are compared: what they need, how they index a folder, how they are asked.

A program that reads no folders is given the paragraphs of the folder in a file that is written beforehand and not
measured. All but ripgrep, which finds lines, and tantivy-cli, which prints whatever it finds, are asked for the
best ten.
"""
import json, os, shutil
from collections import namedtuple

import process, queries
from queries import ALL, FREQUENT, RARE

# Folders and files of one program: the folder to search, its own folder, its index in there, the paragraphs.
Place = namedtuple("Place", "corpus own index paragraphs")

# `needs`: the programs that it takes. `prepare` writes what `index` reads; `index` and `ask` give commands; each is
# None where there is nothing to do, and `ask` gives None for a kind of query that the program cannot answer. `fine`:
# exit statuses that are no error.
Engine = namedtuple("Engine", "name needs prepare index ask fine")


def quoted(words):
    return '"' + " ".join(words) + '"'


def plus(query):
    """As ibid, tantivy and Xapian read it."""
    if query.kind in (RARE, FREQUENT):
        return quoted(query.words)
    return " ".join(("+" if query.kind == ALL else "") + word for word in query.words)


def written(query):
    """As SQLite and Recoll read it, with the operators in words."""
    if query.kind in (RARE, FREQUENT):
        return quoted(query.words)
    return (" AND " if query.kind == ALL else " OR ").join(quoted([word]) for word in query.words)


def all_paragraphs(place):
    return (paragraph for path in process.files(place.corpus) for paragraph in queries.paragraphs(path))


def write_lines(place, line):
    """Writes each paragraph as `line` makes it."""
    with open(place.paragraphs, "w", encoding="utf8", newline="") as file:
        for paragraph in all_paragraphs(place):
            file.write(line(paragraph))


def ibid(programs):
    program = programs["ibid"]
    return Engine(
        "ibid", ["ibid"], None,
        lambda place: [program, "--index", place.index, "index", "--quiet", place.corpus],
        lambda place, query: [program, "--index", place.index, "search", "--json", "--limit", "10", plus(query)],
        (0, 1))


def direct(programs, stems):
    """The minimal programs of `examples/`. With stems it is asked nothing: a query reads the exact forms, as without
    them."""
    flags = ["--stems"] if stems else []

    def ask(place, query):
        return [programs["direct_query"], "--count", place.index, plus(query)]
    return Engine(
        "direct, stems too" if stems else "direct", ["direct", "direct_query"], None,
        lambda place: [programs["direct"], *flags, place.corpus, place.index],
        None if stems else ask,
        (0,))


def ripgrep(programs):
    def ask(place, query):
        if query.kind == ALL:
            return None
        words = [" ".join(query.words)] if query.kind in (RARE, FREQUENT) else query.words
        return [programs["rg"], "-iwF", *(part for word in words for part in ("-e", word)), place.corpus]
    return Engine("ripgrep", ["rg"], None, None, ask, (0, 1))


def sqlite(programs):
    """FTS5. Rows are parted by the sign that its mode `ascii` takes for that."""
    def index(place):
        script = ["pragma synchronous=off", "create virtual table texts using fts5(text, tokenize='porter unicode61')"]
        return [programs["sqlite3"], place.index, *script, ".mode ascii", f'.import "{place.paragraphs}" texts']

    def ask(place, query):
        match = written(query).replace("'", "''")
        select = f"select rank, text from texts where texts match '{match}' order by rank limit 10"
        return [programs["sqlite3"], place.index, select]

    def prepare(place):
        write_lines(place, lambda paragraph: paragraph.replace("\x1e", " ").replace("\x1f", " ") + "\x1e")
    return Engine("SQLite FTS5", ["sqlite3"], prepare, index, ask, (0,))


def xapian(programs):
    def prepare(place):
        write_lines(place, lambda paragraph: "text=" + "\n=".join(paragraph.splitlines()) + "\n\n")
        with open(os.path.join(place.own, "script"), "w", encoding="utf8") as file:
            file.write("text : field=text index\n")

    def index(place):
        return [programs["scriptindex"], place.index, os.path.join(place.own, "script"), place.paragraphs]
    return Engine(
        "Xapian", ["scriptindex", "quest"], prepare, index,
        lambda place, query: [programs["quest"], "-d", place.index, "-m", "10", plus(query)],
        (0,))


def recoll(programs):
    """Its records are whole files."""
    def prepare(place):
        with open(os.path.join(place.own, "recoll.conf"), "w", encoding="utf8") as file:
            file.write(f'topdirs = "{place.corpus}"\ndbdir = {place.index}\nnoaspell = 1\n')
    return Engine(
        "Recoll", ["recollindex", "recollq"], prepare,
        lambda place: [programs["recollindex"], "-c", place.own],
        lambda place, query: [programs["recollq"], "-c", place.own, "-n", "10", written(query)],
        (0, 1))


def tantivy_cli(programs):
    """Its index is made by a dialogue; the file that this writes is written here."""
    indexing = {"record": "position", "fieldnorms": True, "tokenizer": "default"}
    body = {"name": "body", "type": "text", "options": {"indexing": indexing, "stored": True, "fast": False}}

    def prepare(place):
        write_lines(place, lambda paragraph: json.dumps({"body": paragraph}) + "\n")

    def index(place):
        os.makedirs(place.index)
        with open(os.path.join(place.index, "meta.json"), "w", encoding="utf8") as file:
            json.dump({"segments": [], "schema": [body], "opstamp": 0}, file)
        return [programs["tantivy"], "index", "-i", place.index, "-f", place.paragraphs, "-t", "2"]
    return Engine(
        "tantivy-cli", ["tantivy"], prepare, index,
        lambda place, query: [programs["tantivy"], "search", "-i", place.index, "-q", plus(query)],
        (0,))


def find(folder):
    """Paths of all programs that are here, by name; ibid's and the examples' below `folder`."""
    own = {"ibid": "ibid", "direct": "examples/direct", "direct_query": "examples/direct_query"}
    others = ("rg", "sqlite3", "scriptindex", "quest", "recollindex", "recollq", "tantivy")
    found = {name: shutil.which(os.path.join(folder, path)) for name, path in own.items()}
    found.update({name: shutil.which(name) for name in others})
    return found


def all_engines(programs):
    """Every engine, here or not, ibid first."""
    makers = (ripgrep, sqlite, xapian, recoll, tantivy_cli)
    return [ibid(programs), direct(programs, False), direct(programs, True), *(make(programs) for make in makers)]


def missing(engine, programs):
    """The programs of an engine that are not here."""
    return [name for name in engine.needs if not programs[name]]
