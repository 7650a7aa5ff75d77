"""Runs a program and says what it cost."""
import os, subprocess, tempfile, time
from collections import namedtuple

# Seconds of processor time (user and system, children included), seconds on the clock, peak memory in MB.
Cost = namedtuple("Cost", "cpu wall peak")


class Failed(Exception):
    """A program that could not be measured, and why."""


def run(command, fine=(0,)):
    """The cost of a command; its output goes to a file that is thrown away."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        start = time.monotonic()
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=errors)
        try:
            _, status, usage = os.wait4(child.pid, 0)
        except BaseException:
            child.kill()
            child.wait()
            raise
        wall = time.monotonic() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode not in fine:
            errors.seek(0)
            lines = errors.read().decode(errors="replace").strip().splitlines()
            name = os.path.basename(command[0])
            raise Failed(f"`{name}` ended with {child.returncode}: {lines[-1] if lines else 'no message'}")
        return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024)


def size(folder):
    """Bytes of all files of a folder, or of one file."""
    if os.path.isfile(folder):
        return os.path.getsize(folder)
    return sum(os.path.getsize(path) for path in files(folder))


def files(folder):
    """The files of a folder and those below it, in the order of their paths."""
    found = [os.path.join(place, name) for place, _, names in os.walk(folder) for name in names]
    return sorted(path for path in found if os.path.isfile(path) and not os.path.islink(path))
