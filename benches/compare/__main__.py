"""ibid beside other search programs over a folder of plain text, and how its costs grow with the folder.

Without --growth each program that is installed indexes FOLDER and is asked four kinds of queries, which are made of
the folder's own words: a phrase that is there twice in a sample, one of the most frequent phrases, two words that
must both be there, five words of which any may be. The programs take turns, round after round; what is printed are
medians of processor time (user and system, of the whole process) and their ratio to ibid's. A program that is not
installed is named as missing.

With --growth the files of FOLDER are copied, over and over, until they have each of the SIZES; ibid and the minimal
direct use of its engine index them and are asked, and a chart of the figures is written. The words are those of
FOLDER in every size, so that no index gains the new words that a real folder of that size would have.

All that is written, but for the chart, goes to a folder below $TMPDIR that is removed at the end: some five times
FOLDER, or the largest of SIZES, must fit in there.
"""
import argparse, os, signal, subprocess, sys, tempfile

import engines, growth, process, queries, tables

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def sizes(text):
    try:
        found = [float(size) for size in text.split(",")]
    except ValueError:
        found = []
    if not found or min(found) <= 0:
        raise argparse.ArgumentTypeError(f"`{text}` is no list of sizes in MB such as 1,10,100")
    return sorted(set(found))


def count(text):
    if not text.isdigit() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"`{text}` is no number of rounds")
    return int(text)


def arguments():
    parser = argparse.ArgumentParser(prog="compare.sh", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", metavar="FOLDER", help="a folder of plain text")
    parser.add_argument("--rounds", metavar="N", type=count, default=5, help="rounds, each with all programs [5]")
    parser.add_argument("--growth", metavar="SIZES", type=sizes, nargs="?", const=growth.SIZES,
                        help="measure growth instead, at these sizes in MB [1,3,10,30,100,300,1000]")
    parser.add_argument("--most", metavar="MB", type=float, default=1000.0, help="leave out sizes over this [1000]")
    parser.add_argument("--chart", metavar="FILE", default=os.path.join(ROOT, "benches", "growth.svg"),
                        help="where the chart goes [benches/growth.svg]")
    parser.add_argument("--programs", metavar="DIR",
                        help="the folder with `ibid` and `examples/direct`, instead of building them")
    options = parser.parse_args()
    if not os.path.isdir(options.folder):
        parser.error(f"`{options.folder}` is no folder")
    if options.growth and not [size for size in options.growth if size <= options.most]:
        parser.error("--most leaves no size")
    return options


def build():
    """Builds the programs of the project; the folder they are in."""
    what = ["--bin", "ibid", "--example", "direct", "--example", "direct_query"]
    done = subprocess.run(["cargo", "build", "--release", "--quiet", *what], cwd=ROOT)
    if done.returncode:
        sys.exit("error: the programs could not be built")
    return os.path.join(ROOT, os.environ.get("CARGO_TARGET_DIR", "target"), "release")


def main():
    options = arguments()
    folder = options.programs or build()
    programs = engines.find(folder)
    for name in ("ibid", "direct", "direct_query"):
        if not programs[name]:
            sys.exit(f"error: there is no `{name}` in `{folder}`")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    corpus = os.path.abspath(options.folder)
    with tempfile.TemporaryDirectory(prefix="ibid-compare-") as temporary:
        if options.growth:
            chosen = [size for size in options.growth if size <= options.most]
            growth.measure(programs, corpus, chosen, options.rounds, temporary, options.chart)
        else:
            tables.compare(programs, corpus, options.rounds, temporary)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
    except (process.Failed, queries.TooSmall) as error:
        sys.exit(f"error: {error}")
