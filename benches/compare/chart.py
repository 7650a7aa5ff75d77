"""Draws growth as SVG: a panel for each thing measured, both axes logarithmic, for light and dark pages."""
import math

BUILD = "building"
WIDTH, HEIGHT = 380, 270
# Room in a panel for the labels around what is plotted.
LEFT, RIGHT, TOP, BOTTOM = 52, 66, 40, 44

STYLE = """
  text { font: 12px system-ui, sans-serif; fill: #444 }
  .title { font-weight: 600; fill: #111 }
  path { fill: none; stroke-width: 2 }
  .grid { stroke: #ddd; stroke-width: 1 }
  .s0 { stroke: #0b62c4 } .d0, text.n0 { fill: #0b62c4 }
  .s1 { stroke: #b4500a } .d1, text.n1 { fill: #b4500a }
  @media (prefers-color-scheme: dark) {
    text { fill: #bbb }
    .title { fill: #eee }
    .grid { stroke: #444 }
    .s0 { stroke: #6cb0ff } .d0, text.n0 { fill: #6cb0ff }
    .s1 { stroke: #ffa25e } .d1, text.n1 { fill: #ffa25e }
  }
"""


class Axis:
    """A logarithmic axis from `start` to `end` around some values; its ticks are at 1, 2 and 5 of each decade, or at
    1 alone where these would be many."""

    def __init__(self, values, start, end):
        steps = [step * 10.0 ** power for power in range(-4, 7) for step in (1, 2, 5)]
        first = max(at for at, step in enumerate(steps) if step <= min(values) or at == 0)
        last = min(at for at, step in enumerate(steps) if step >= max(values) and at > first)
        self.low, self.high, self.start, self.end = steps[first], steps[last], start, end
        inside = steps[first:last + 1]
        self.ticks = inside if len(inside) <= 7 else [step for step in inside if f"{step:e}".startswith("1")]

    def at(self, value):
        share = math.log(value / self.low) / math.log(self.high / self.low)
        return round(self.start + share * (self.end - self.start), 1)


def grid(across, up):
    out = []
    for value in across.ticks:
        x = across.at(value)
        out.append(f'<path class="grid" d="M{x} {up.start}V{up.end}"/>')
        out.append(f'<text x="{x}" y="{up.start + 16}" text-anchor="middle">{value:g}</text>')
    for value in up.ticks:
        y = up.at(value)
        out.append(f'<path class="grid" d="M{across.start} {y}H{across.end}"/>')
        out.append(f'<text x="{across.start - 6}" y="{y + 4}" text-anchor="end">{value:g}</text>')
    return out


def line(points, across, up, number):
    places = [(across.at(size), up.at(cost)) for size, cost in points]
    path = "M" + "L".join(f"{x} {y}" for x, y in places)
    dots = [f'<circle class="d{number}" cx="{x}" cy="{y}" r="3"/>' for x, y in places]
    return [f'<path class="s{number}" d="{path}"/>', *dots]


def names_at_ends(ends):
    """The names of the lines beside their ends, moved apart where they would meet."""
    out, lowest = [], -math.inf
    for y, x, number, name in sorted(ends):
        lowest = max(y + 4, lowest + 14)
        out.append(f'<text class="n{number}" x="{x + 8}" y="{lowest}">{name}</text>')
    return out


def panel(lines, names, what, corner):
    across = Axis([size for name in names for size, _ in lines[name, what]], LEFT, WIDTH - RIGHT)
    up = Axis([cost for name in names for _, cost in lines[name, what]], HEIGHT - BOTTOM, TOP)
    unit = "CPU seconds" if what == BUILD else "CPU ms a query"
    out = [f'<g transform="translate{corner}">', f'<text class="title" x="{LEFT}" y="22">{what}, {unit}</text>']
    out += grid(across, up)
    ends = []
    for number, name in enumerate(names):
        out += line(lines[name, what], across, up, number)
        size, cost = lines[name, what][-1]
        ends.append((up.at(cost), across.at(size), number, name))
    out += names_at_ends(ends)
    middle = (across.start + across.end) / 2
    out.append(f'<text x="{middle}" y="{HEIGHT - 8}" text-anchor="middle">MB of text</text></g>')
    return out


def draw(lines, names, kinds):
    """The chart of `lines`: points (MB, cost) by name of the program and of what was done, one of `kinds`."""
    rows = math.ceil(len(kinds) / 2)
    size = f"{2 * WIDTH} {rows * HEIGHT}"
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" width="{2 * WIDTH}" role="img">',
           f"<title>Costs of {' and '.join(names)} by size of the corpus</title>", f"<style>{STYLE}</style>"]
    for at, what in enumerate(kinds):
        out += panel(lines, names, what, (at % 2 * WIDTH, at // 2 * HEIGHT))
    return "\n".join([*out, "</svg>"]) + "\n"
