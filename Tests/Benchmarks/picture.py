"""Growth as a picture: wall time and peak memory against rows, both axes logarithmic, as plain SVG."""

import math

COLOURS = ["#c0392b", "#e59866", "#2471a3", "#229954", "#7d6608"]
WIDTH, HEIGHT, LEFT, TOP, GAP = 380, 300, 70, 40, 90


def growth(results):
    """`results`: (rows, contender, wall seconds, CPU seconds, peak MiB)."""
    names = list(dict.fromkeys(name for _, name, *_ in results))
    panels = [panel(results, names, 2, "wall, s", LEFT), panel(results, names, 4, "peak memory, MiB", LEFT + WIDTH + GAP)]
    legend = "".join(
        f'<circle cx="{LEFT + n * 165}" cy="{TOP + HEIGHT + 55}" r="5" fill="{colour(n)}"/>'
        f'<text x="{LEFT + n * 165 + 10}" y="{TOP + HEIGHT + 59}">{name}</text>' for n, name in enumerate(names))
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{LEFT * 2 + WIDTH * 2 + GAP}" height="{TOP + HEIGHT + 80}" '
            'font-family="sans-serif" font-size="12"><rect width="100%" height="100%" fill="white"/>'
            + "".join(panels) + legend + "</svg>\n")


def colour(n):
    return COLOURS[n % len(COLOURS)]


def panel(results, names, column, title, left):
    x_range, y_range = decades([row[0] for row in results]), decades([row[column] for row in results])

    def x(value):
        return left + WIDTH * share(value, x_range)

    def y(value):
        return TOP + HEIGHT * (1 - share(value, y_range))

    parts = [f'<text x="{left}" y="{TOP - 14}" font-weight="bold">{title}</text>']
    for power in range(x_range[0], x_range[1] + 1):
        parts.append(line(x(10**power), TOP, x(10**power), TOP + HEIGHT))
        parts.append(f'<text x="{x(10**power):.0f}" y="{TOP + HEIGHT + 18}" text-anchor="middle">{10**power:,}</text>')
    for power in range(y_range[0], y_range[1] + 1):
        parts.append(line(left, y(10**power), left + WIDTH, y(10**power)))
        parts.append(f'<text x="{left - 8}" y="{y(10**power) + 4:.0f}" text-anchor="end">{10**power:g}</text>')
    for n, name in enumerate(names):
        points = sorted((row[0], row[column]) for row in results if row[1] == name)
        path = " ".join(f"{x(a):.1f},{y(b):.1f}" for a, b in points)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour(n)}" stroke-width="2"/>')
        parts += [f'<circle cx="{x(a):.1f}" cy="{y(b):.1f}" r="4" fill="{colour(n)}"/>' for a, b in points]
    return "".join(parts)


def decades(values):
    low, high = math.floor(math.log10(max(1e-3, min(values)))), math.ceil(math.log10(max(values)))
    return low, max(high, low + 1)


def share(value, decades_):
    return (math.log10(max(value, 1e-3)) - decades_[0]) / (decades_[1] - decades_[0])


def line(*ends):
    return '<line x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}" stroke="#ddd"/>'.format(*ends)
