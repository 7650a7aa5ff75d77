"""The comparison: every program in turn, and tables of what they cost."""
import datetime, os, shutil, sys
from collections import defaultdict
from statistics import median

import engines, process, queries


def note(text):
    print(text, file=sys.stderr, flush=True)


def machine(corpus):
    """One line on the day, the machine and the corpus."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)
    paths = process.files(corpus)
    size = sum(process.size(path) for path in paths) / 1e6
    return (f"{datetime.date.today()}, {os.cpu_count()} cores, {memory:.0f} GB of memory; "
            f"{size:.0f} MB in {len(paths)} files")


def place(engine, corpus, temporary):
    own = os.path.join(temporary, engine.name.replace(" ", "-").replace(",", ""))
    os.makedirs(own, exist_ok=True)
    return engines.Place(corpus, own, os.path.join(own, "index"), os.path.join(own, "paragraphs"))


def clear(path):
    """Removes an index, be it a folder or a file."""
    if os.path.isdir(path):
        shutil.rmtree(path)
    elif os.path.exists(path):
        os.remove(path)


def build(engine, where):
    """The cost of a new index."""
    clear(where.index)
    return process.run(engine.index(where), engine.fine)


def ask(engine, where, asked):
    """Milliseconds of processor time a query, in the mean; None where the program cannot answer."""
    commands = [engine.ask(where, query) for query in asked]
    if None in commands:
        return None
    return sum(process.run(command, engine.fine).cpu for command in commands) * 1000 / len(commands)


class Comparison:
    """What was measured so far."""

    def __init__(self, programs, corpus, temporary):
        every = engines.all_engines(programs)
        self.absent = {engine.name: engines.missing(engine, programs) for engine in every}
        self.engines = [engine for engine in every if not self.absent[engine.name]]
        self.places = {engine.name: place(engine, corpus, temporary) for engine in self.engines}
        self.failed = {}
        self.built = defaultdict(list)
        self.asked = defaultdict(list)

    def turn(self, what, measure):
        """Each program that has not failed, once. Without ibid there is nothing to compare."""
        for engine in self.engines:
            if engine.name not in self.failed:
                try:
                    measure(engine, self.places[engine.name])
                except process.Failed as error:
                    if engine.name == "ibid":
                        raise
                    self.failed[engine.name] = f"{what}, {error}"
                    note(f"{engine.name} failed: {what}, {error}")

    def prepare(self, engine, where):
        if engine.prepare:
            engine.prepare(where)

    def index(self, engine, where):
        if engine.index:
            self.built[engine.name].append(build(engine, where))

    def answer(self, engine, where, kind, asked):
        if engine.ask:
            cost = ask(engine, where, asked)
            if cost is not None:
                self.asked[engine.name, kind].append(cost)

    def names(self):
        return [engine.name for engine in self.engines if engine.name not in self.failed]


def to_ibid(costs, own):
    """The median ratio of costs to ibid's of the same round."""
    return median(cost / mine for cost, mine in zip(costs, own)) if costs and own else None


def shown(number):
    """Three digits that count."""
    return f"{number:.0f}" if number >= 100 else f"{number:.1f}" if number >= 10 else f"{number:.2f}"


def index_table(comparison, megabytes):
    print("| indexing | CPU s | to ibid | MB a CPU s | wall s | index, MB | peak MB |\n|---|---|---|---|---|---|---|")
    own = [cost.cpu for cost in comparison.built["ibid"]]
    for name in comparison.names():
        costs = comparison.built[name]
        if costs:
            cpu = median(cost.cpu for cost in costs)
            cells = [cpu, to_ibid([cost.cpu for cost in costs], own), megabytes / cpu,
                     median(cost.wall for cost in costs), process.size(comparison.places[name].index) / 1e6,
                     median(cost.peak for cost in costs)]
            print(f"| {name} | " + " | ".join(shown(cell) for cell in cells) + " |")


def query_table(comparison):
    names = [name for name in comparison.names() if any((name, kind) in comparison.asked for kind in queries.KINDS)]
    print("| CPU ms a query (to ibid) | " + " | ".join(names) + " |\n|---" + "|---" * len(names) + "|")
    for kind in queries.KINDS:
        own, cells = comparison.asked["ibid", kind], []
        for name in names:
            costs = comparison.asked.get((name, kind))
            cells.append(f"{shown(median(costs))} ({shown(to_ibid(costs, own))})" if costs else "")
        print(f"| {kind} | " + " | ".join(cells) + " |")


def compare(programs, corpus, rounds, temporary):
    """Measures all programs and prints the tables."""
    comparison = Comparison(programs, corpus, temporary)
    made = queries.make(corpus)
    comparison.turn("writing its input", comparison.prepare)
    for at in range(rounds):
        note(f"indexing, round {at + 1} of {rounds}")
        comparison.turn("indexing", comparison.index)
    for at in range(rounds + 1):
        note(f"asking, round {at} of {rounds}" if at else "asking, not counted")
        for kind in queries.KINDS:
            asked = [query for query in made if query.kind == kind]
            comparison.turn(kind, lambda engine, where: comparison.answer(engine, where, kind, asked))
        if at == 0:
            comparison.asked.clear()
    print(f"{machine(corpus)}; medians of {rounds} rounds\n")
    index_table(comparison, process.size(corpus) / 1e6)
    print()
    query_table(comparison)
    print("\nAsked: " + "; ".join(" ".join(query.words) for query in made))
    for name, needs in comparison.absent.items():
        if needs:
            print(f"Missing: {name} (no `{'`, no `'.join(needs)}`)")
    for name, why in comparison.failed.items():
        print(f"Failed: {name} ({why})")
