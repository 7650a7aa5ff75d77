#!/usr/bin/env python3
"""Measures what citing sentences bring to the ranking of the works that they cite.

COLLECTION is a folder with the sentences of some papers, sentences of other papers that cite them, and which
sentences of a paper are meant by a citing one:

    corpus.jsonl   {"_id", "text", "doc", "pos"}: a sentence of the paper `doc`, in order of `pos`
    queries.jsonl  {"_id", "text"}: a citing sentence; its id is DOC-CITING-N, the paper cited, the paper that
                   cites, and a number
    qrels.tsv      query id, sentence id, relevance (or queries.bench.jsonl and qrels.bench.tsv, a sample of
                   the queries to ask, which is preferred; --all asks all)

Each cited paper becomes a document, its author, title and date in a table; each citing paper becomes a document
of its citing sentences. The citing papers are parted into three folds: the sentences of a fold are asked while
those of the two others are indexed. What is indexed comes in three arrangements:

    cut         without the citations: the words alone, as a control
    footnotes   each with a note that cites the paper in full
    references  each with author and date, and a list of references at the end

The program reads the citations and joins them to the papers itself. A query is the citing sentence as it stands,
as bare words; with --cut its citation is left out of the query too, so that no name can match. Documents are
ranked among the cited papers by their best passage; sentences of a paper by the best passage that holds them.

The collection need not say who wrote what: author and year are those that the citing sentences name most often
for a paper, a title is made of its most telling words, given names and further authors are made up. They are
the same in every run.

Printed for each arrangement: documents' mean reciprocal rank and precision at 1, sentences' nDCG@10, MAP and
recall at 100, and how many of the citing sentences were joined to the paper that they cite.
"""
import argparse, collections, csv, json, math, os, re, shutil, subprocess, sys, tempfile, zlib

FOLDS = 3
# Hits that are asked for: enough for a hundred sentences and the citing papers between them.
LIMIT = 200
NAMES = ["Aldous", "Brandt", "Corrigan", "Dekker", "Engstrom", "Farkas", "Gallagher", "Hollis", "Ivarsen", "Jarvis",
         "Kessler", "Lindqvist"]
INITIALS = "ABCDEFGHJKLMPRST"
YEAR = r"(?:19|20)\d\d"
NAME = r"(?:(?:van|von|de|der|la|le) )*[A-Z][\w’'-]+"
AUTHOR_DATE = re.compile(rf"({NAME})(?:,? (?:and|&) ({NAME})|,? (et al))?[^\w;]{{0,5}}?[\s,(\[]+({YEAR})")

Work = collections.namedtuple("Work", "authors several year title")
Sentence = collections.namedtuple("Sentence", "id doc citing text")


def rows(path):
    with open(path, encoding="utf8") as file:
        return [json.loads(line) for line in file if line.strip()]


def papers(folder):
    """The sentences of each cited paper, in order."""
    out = collections.defaultdict(list)
    for row in rows(os.path.join(folder, "corpus.jsonl")):
        out[row["doc"]].append(row)
    return {doc: sorted(sentences, key=lambda row: row["pos"]) for doc, sentences in out.items()}


def citing_sentences(folder, docs):
    out = []
    for row in rows(os.path.join(folder, "queries.jsonl")):
        doc = next((doc for doc in docs if row["_id"].startswith(doc + "-")), None)
        if doc is None:
            sys.exit(f"error: the query `{row['_id']}` cites no paper of the corpus")
        citing = row["_id"][len(doc) + 1:].rsplit("-", 1)[0]
        out.append(Sentence(row["_id"], doc, citing, " ".join(row["text"].split())))
    return out


def judgements(folder, every):
    """Relevant sentences by the id of the query; of the sample where there is one."""
    sample = os.path.join(folder, "qrels.bench.tsv")
    path = sample if os.path.exists(sample) and not every else os.path.join(folder, "qrels.tsv")
    out = collections.defaultdict(dict)
    with open(path, encoding="utf8") as file:
        for query, sentence, grade in csv.reader(file, delimiter="\t"):
            if grade.isdigit() and int(grade) > 0:
                out[query][sentence] = int(grade)
    return out


# Who wrote a paper, and what it is called


def stable(text, choices):
    return choices[zlib.crc32(text.encode()) % len(choices)]


def initial(name):
    return stable(name, INITIALS) + "."


def named_most(sentences):
    """Author, second author, "et al" and year, as most of the sentences name them."""
    count = collections.Counter()
    for sentence in sentences:
        count.update(set(AUTHOR_DATE.findall(sentence.text)))
    return max(sorted(count), key=count.get, default=None)


def words(sentences):
    return [word for row in sentences for word in re.findall(r"\b[a-z]{4,}\b", row["text"])]


def title(own, spread, papers):
    """The six most telling of a paper's words in the order in which they first stand there; `spread` says in how
    many papers a word stands."""
    weight = {word: times * math.log(papers / spread[word]) for word, times in collections.Counter(own).items()}
    best = sorted(weight, key=lambda word: (-weight[word], word))[:6]
    return " ".join(word.capitalize() for word in sorted(best, key=own.index))


def works(texts, sentences):
    """What is known or made up of each cited paper."""
    own = {doc: words(rows) for doc, rows in texts.items()}
    spread = collections.Counter(word for found in own.values() for word in set(found))
    out = {}
    for doc in texts:
        named = named_most([sentence for sentence in sentences if sentence.doc == doc])
        first, second, several, year = named or (stable(doc, NAMES), "", "", "1999")
        authors = [first] + [second] * bool(second)
        if several:
            authors += [stable(doc + "2", NAMES[:6]), stable(doc + "3", NAMES[6:])]
        out[doc] = Work(authors, bool(several), year, title(own[doc], spread, len(texts)))
    return out


def full_citation(work):
    authors = " and ".join(f"{initial(name)} {name}" for name in work.authors[:2])
    if work.several:
        authors = ", ".join(f"{initial(name)} {name}" for name in work.authors)
    return f"{authors}, “{work.title}”, Language Papers, vol. 7 ({work.year}), pp. 1–12."


def reference(work):
    authors = [f"{name}, {initial(name)}" for name in work.authors]
    joined = ", ".join(authors[:-1]) + ", and " + authors[-1] if len(authors) > 1 else authors[0]
    return f"{joined} ({work.year}). {work.title}. Language Papers, 7, 1–12."


def author_date(work):
    names = f"{work.authors[0]} et al." if work.several else " and ".join(work.authors)
    return f"({names}, {work.year})"


# The citing papers


def parted(text, work):
    """A citing sentence before and after its citation; after its last word where none is found."""
    name = re.escape(work.authors[0])
    found = re.search(rf"{name}\b(?:(?!{YEAR})[^;()\[\]]){{0,60}}[\s,(\[]*{work.year}[a-z]?[)\]]?", text)
    if not found:
        end = len(text.rstrip(" .,;"))
        return text[:end], "", text[end:]
    start, end = found.span()
    if found.group()[-1] in ")]" and not re.search(r"[(\[]", found.group()):
        end -= 1
    return text[:start], text[start:end], text[end:]


def cut(text, work):
    before, _, after = parted(text, work)
    text = re.sub(r"[(\[][\s;,]*[)\]]", "", before.rstrip("; ") + " " + after)
    return re.sub(r"\s+([.,;)\]])", r"\1", " ".join(text.split()))


def in_footnote(text, work, number):
    before, _, after = parted(text, work)
    if not before.strip():
        # A marker at the start of a paragraph is a note, not a call of one.
        end = len(after.rstrip(" .,;"))
        before, after = after[:end].lstrip(), after[end:]
    elif before.rstrip().endswith(("(", "[")) and after.lstrip().startswith((")", "]")):
        before, after = before.rstrip()[:-1], after.lstrip()[1:]
    return f"{before.rstrip()}[{number}]{after}"


def with_author_date(text, work):
    before, citation, after = parted(text, work)
    return text if citation else f"{before} {author_date(work)}{after}"


def citing_paper(sentences, known, arrangement):
    """The text of a citing paper."""
    cited = list(dict.fromkeys(sentence.doc for sentence in sentences))
    pairs = [(sentence.text, known[sentence.doc]) for sentence in sentences]
    if arrangement == "cut":
        return "\n\n".join(cut(text, work) for text, work in pairs) + "\n"
    if arrangement == "footnotes":
        body = [in_footnote(text, work, at) for at, (text, work) in enumerate(pairs, 1)]
        notes = [f"[{at}] {full_citation(work)}" for at, (_, work) in enumerate(pairs, 1)]
        return "\n\n".join(body + ["Notes"] + notes) + "\n"
    body = [with_author_date(text, work) for text, work in pairs]
    return "\n\n".join(body + ["References"] + sorted(reference(known[doc]) for doc in cited)) + "\n"


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf8", newline="") as file:
        file.write(text)


def write_papers(folder, texts, known):
    """Writes the cited papers and the table about them; the bytes of each sentence by path."""
    places = collections.defaultdict(list)
    for doc, sentences in texts.items():
        path, at, parts = f"papers/{doc}.txt", 0, []
        for row in sentences:
            parts.append(row["text"].strip() + "\n\n")
            end = at + len(parts[-1].encode())
            places[path].append((at, end, row["_id"]))
            at = end
        write(os.path.join(folder, path), "".join(parts))
    with open(os.path.join(folder, "..", "papers.csv"), "w", encoding="utf8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["path", "title", "author", "date"])
        for doc, work in known.items():
            authors = "; ".join(f"{initial(name)} {name}" for name in work.authors)
            table.writerow([f"papers/{doc}.txt", work.title, authors, work.year])
    return places


# Asking


def run(command, stdin=None):
    done = subprocess.run(command, input=stdin, capture_output=True)
    if done.returncode not in (0, 1):
        sys.exit(f"error: `{' '.join(command[:4])}`: {done.stderr.decode(errors='replace')[-300:]}")
    return done.stdout.decode("utf8")


def ask(ibid, index, queries):
    """Hits by query id: (path below the source, bytes, score), best first."""
    asked = [{"id": id, "query": re.sub(r"[^\w\s]|_", " ", text).lower(), "limit": LIMIT} for id, text in queries]
    lines = "".join(json.dumps(query) + "\n" for query in asked)
    fields = "score,document.path,locator.bytes"
    command = [ibid, "--index", index, "search", "--json", "--fields", fields, "--batch", "-"]
    hits = collections.defaultdict(list)
    for line in run(command, lines.encode()).splitlines():
        hit = json.loads(line)
        if hit["type"] == "hit":
            path = hit["document"]["path"].split("/", 1)[1]
            hits[hit["query"]].append((path, hit["locator"]["bytes"], hit["score"]))
    return hits


def sentences_of(places, hit):
    """The sentences that lie mostly in a hit, or hold most of it."""
    start, end = hit
    return [id for a, b, id in places if min(b, end) - max(a, start) > 0.5 * min(b - a, end - start)]


def reciprocal_rank(hits, doc):
    ranked = list(dict.fromkeys(path for path, _, _ in hits if path.startswith("papers/")))
    path = f"papers/{doc}.txt"
    return 1 / (ranked.index(path) + 1) if path in ranked else 0.0


def ranked_sentences(hits, places):
    scores = {}
    for path, place, score in hits:
        for id in sentences_of(places.get(path, []), place):
            scores[id] = max(score, scores.get(id, score))
    return sorted(scores, key=lambda id: (scores[id], id), reverse=True)


def graded(relevant, ranked):
    """nDCG@10, average precision and recall at 100, as trec_eval has them."""
    gain = sum(relevant.get(id, 0) / math.log2(at + 2) for at, id in enumerate(ranked[:10]))
    ideal = sum(g / math.log2(at + 2) for at, g in enumerate(sorted(relevant.values(), reverse=True)[:10]))
    found, precision = 0, 0.0
    for at, id in enumerate(ranked, 1):
        if id in relevant:
            found += 1
            precision += found / at
    recall = sum(id in relevant for id in ranked[:100]) / len(relevant)
    return gain / ideal, precision / len(relevant), recall


def joined(ibid, index, folder, sentences):
    """How many of the sentences stand in a document that is told to cite the paper."""
    name, out = os.path.basename(folder), 0
    for doc in sorted({sentence.doc for sentence in sentences}):
        lines = run([ibid, "--index", index, "cited-by", "--json", f"{name}/papers/{doc}.txt"]).splitlines()
        told = collections.Counter()
        for record in map(json.loads, lines):
            if record["type"] == "citing" and (record["note"] or not record["direct"]):
                told[os.path.basename(record["path"])] += 1
        for citing, count in collections.Counter(s.citing for s in sentences if s.doc == doc).items():
            out += min(count, told[f"{citing}.txt"])
    return out


class Collection:
    """Papers, citing sentences, what they mean, and the fold of each."""

    def __init__(self, folder, every):
        self.texts = papers(folder)
        self.sentences = citing_sentences(folder, self.texts)
        self.known = works(self.texts, self.sentences)
        self.relevant = judgements(folder, every)
        order = {citing: at for at, citing in enumerate(sorted({s.citing for s in self.sentences}))}
        self.fold = {sentence.id: order[sentence.citing] % FOLDS for sentence in self.sentences}


def build(ibid, data, arrangement, fold, work):
    """Writes and indexes the papers and the citing papers of the other folds."""
    folder, index = os.path.join(work, "corpus"), os.path.join(work, "index")
    places = write_papers(folder, data.texts, data.known)
    others = [sentence for sentence in data.sentences if data.fold[sentence.id] != fold]
    by_paper = collections.defaultdict(list)
    for sentence in others:
        by_paper[sentence.citing].append(sentence)
    for citing, sentences in by_paper.items():
        write(os.path.join(folder, f"citing/{citing}.txt"), citing_paper(sentences, data.known, arrangement))
    run([ibid, "--index", index, "index", "--quiet", "--meta", os.path.join(work, "papers.csv"), folder])
    return places, joined(ibid, index, folder, others), len(others)


def measure(ibid, data, arrangement, cut_queries, work):
    """The means over all queries of all folds."""
    results, links, sentences = [], 0, 0
    for fold in range(FOLDS):
        place = os.path.join(work, f"{arrangement}-{fold}")
        places, told, others = build(ibid, data, arrangement, fold, place)
        links, sentences = links + told, sentences + others
        asked = [s for s in data.sentences if data.fold[s.id] == fold and s.id in data.relevant]
        queries = [(s.id, cut(s.text, data.known[s.doc]) if cut_queries else s.text) for s in asked]
        hits = ask(ibid, os.path.join(place, "index"), queries)
        for sentence in asked:
            rank = reciprocal_rank(hits[sentence.id], sentence.doc)
            ranked = ranked_sentences(hits[sentence.id], places)
            results.append((rank, float(rank == 1), *graded(data.relevant[sentence.id], ranked)))
    return [sum(column) / len(results) for column in zip(*results)] + [links / sentences], len(results)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ibid", metavar="IBID", help="the program")
    parser.add_argument("collection", metavar="COLLECTION", help="the folder of the collection")
    parser.add_argument("--all", action="store_true", help="ask all queries, not the sample")
    parser.add_argument("--cut", action="store_true", help="leave the citation out of the query")
    parser.add_argument("--keep", metavar="FOLDER", help="keep what is written and indexed in a new folder")
    options = parser.parse_args()
    if not shutil.which(options.ibid):
        parser.error(f"`{options.ibid}` is no program")
    if not os.path.isfile(os.path.join(options.collection, "corpus.jsonl")):
        parser.error(f"there is no `corpus.jsonl` in `{options.collection}`")
    if options.keep and os.path.exists(options.keep):
        parser.error(f"`{options.keep}` exists already")
    return options


def main():
    options = arguments()
    data = Collection(options.collection, options.all)
    work = options.keep or tempfile.mkdtemp(prefix="citing-")
    citing = len({sentence.citing for sentence in data.sentences})
    print(f"{len(data.texts)} cited papers, {citing} citing papers, {len(data.sentences)} citing sentences")
    print("| indexed | queries | MRR | P@1 | nDCG@10 | MAP | R@100 | joined |\n|---|---|---|---|---|---|---|---|")
    try:
        for arrangement in ("cut", "footnotes", "references"):
            means, count = measure(options.ibid, data, arrangement, options.cut, work)
            print(f"| {arrangement} | {count} | " + " | ".join(f"{mean:.3f}" for mean in means) + " |", flush=True)
    finally:
        if not options.keep:
            shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
