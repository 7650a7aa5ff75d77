"""How the costs of ibid and of the minimal direct use of its engine grow with the corpus."""
import os, shutil
from statistics import median

import chart, engines, process, queries, tables

SIZES = [1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1000.0]
KINDS = (queries.RARE, queries.FREQUENT, queries.ANY)
# Builds of a size are repeated as long as they come to no more than this many MB.
REPEATED = 300


def copies(corpus):
    """Paths of the files of a folder, over and over, each with the path of its copy."""
    paths = process.files(corpus)
    turn = 0
    while True:
        for path in paths:
            yield path, os.path.join(str(turn), os.path.relpath(path, corpus))
        turn += 1


def start(path, most):
    """The start of a text, at most so many bytes, up to the end of a line."""
    with open(path, "rb") as file:
        text = file.read(most)
    return text[:text.rfind(b"\n") + 1] or text


def grow(source, folder, has, size):
    """Copies files into a folder that holds `has` bytes until it holds `size`; the last one is cut. How many it then
    holds."""
    while has < size:
        path, name = next(source)
        target = os.path.join(folder, name)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        if has + process.size(path) <= size:
            shutil.copyfile(path, target)
        else:
            with open(target, "wb") as file:
                file.write(start(path, size - has))
            return size
        has += process.size(target)
    return has


def costs(engine_list, places, made, rounds, megabytes):
    """Processor seconds of a build and milliseconds of a query: the medians by name of the program and of what was
    done. The programs take turns."""
    found = {}
    for _ in range(max(1, min(rounds, int(REPEATED / megabytes)))):
        for engine in engine_list:
            cost = tables.build(engine, places[engine.name])
            found.setdefault((engine.name, chart.BUILD), []).append(cost.cpu)
    for at in range(rounds + 1):
        for kind in KINDS:
            asked = [query for query in made if query.kind == kind]
            for engine in engine_list:
                cost = tables.ask(engine, places[engine.name], asked)
                if at:
                    found.setdefault((engine.name, kind), []).append(cost)
    return {key: median(values) for key, values in found.items()}


def table(lines, names):
    headings = [f"{what}, {name}" for what in (chart.BUILD, *KINDS) for name in names]
    print("| MB | " + " | ".join(headings) + " |\n|---" + "|---" * len(headings) + "|")
    sizes = sorted({size for points in lines.values() for size, _ in points})
    for at, size in enumerate(sizes):
        cells = [tables.shown(lines[name, what][at][1]) for what in (chart.BUILD, *KINDS) for name in names]
        print(f"| {size:g} | " + " | ".join(cells) + " |")


def measure(programs, corpus, sizes, rounds, temporary, file):
    """Measures each of the sizes (MB), prints a table and writes the chart."""
    engine_list = [engines.ibid(programs), engines.direct(programs, False)]
    folder = os.path.join(temporary, "corpus")
    os.makedirs(folder)
    places = {engine.name: tables.place(engine, folder, temporary) for engine in engine_list}
    source, has, made, lines = copies(corpus), 0, None, {}
    for size in sizes:
        tables.note(f"{size:g} MB")
        has = grow(source, folder, has, int(size * 1e6))
        made = made or queries.make(folder)
        for key, cost in costs(engine_list, places, made, rounds, size).items():
            lines.setdefault(key, []).append((size, cost))
    print(f"{tables.machine(corpus)}, copied; medians of {rounds} rounds; CPU s to build, CPU ms a query\n")
    table(lines, [engine.name for engine in engine_list])
    with open(file, "w", encoding="utf8") as out:
        out.write(chart.draw(lines, [engine.name for engine in engine_list], (chart.BUILD, *KINDS)))
    tables.note(f"the chart is in {os.path.relpath(file)}")
