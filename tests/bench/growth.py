# SPDX-FileCopyrightText: The Refrain authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How time and memory grow with the length of a song, as a table and a plot.

    growth.py BENCH_ANALYSIS [--minutes N...] [--methods NAME...] [--plot FILE.svg] [--stops N]

Stereo at 44.1 kHz, each song in a process of its own. `known` is how much of the whole time passes
until the ten seconds around the middle of the song are known, when that moment is wanted first.
Exit codes: 0 done, 1 failed.
"""

import argparse
import json
import math
import pathlib
import subprocess
import sys


def measure(program: pathlib.Path, minutes: float, method: str, stops: int) -> dict:
    command = [program, "--minutes", minutes, "--method", method, "--stops", stops]
    command += ["--repeats", 3 if minutes <= 4 else 1]
    done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)


def table(rows: list[dict]) -> None:
    print("\n## Growth, stereo at 44.1 kHz\n")
    print("| method | minutes | s | processor s | times real time | s per minute | peak MB |", end="")
    print(" MB per minute | known | stopped after ms, half / 95 % / all |")
    print("|---|" + "---:|" * 9)
    for row in rows:
        minutes, seconds, peak = row["minutes"], row["seconds"], row["peak_megabytes"]
        stops = "" if "stops" not in row else (
            f"{row['stop_median_ms']:.0f} / {row['stop_p95_ms']:.0f} / {row['stop_longest_ms']:.0f}"
        )
        print(
            f"| {row['method']} | {minutes:g} | {seconds:.2f} | {row['processor_seconds']:.2f} |"
            f" {60 * minutes / seconds:.0f} | {seconds / minutes:.2f} | {peak:.0f} |"
            f" {peak / minutes:.0f} | {100 * row['moment_known_part']:.0f} % | {stops} |"
        )


def plot(rows: list[dict], path: pathlib.Path) -> None:
    """Seconds for each minute of song and bytes for each second, over the length, as SVG."""
    width, height, left, top, gap = 320, 220, 60, 40, 90
    colours = {"repeating": "#1f6fb2", "refrain": "#c4552d", "librosa": "#4c8c4a"}
    minutes = sorted({row["minutes"] for row in rows})
    span = math.log(minutes[-1] / minutes[0]) if len(minutes) > 1 else 1
    parts = []

    def panel(x0: float, title: str, value) -> None:
        most = max(value(row) for row in rows) * 1.1
        at = lambda row: (
            x0 + width * (math.log(row["minutes"] / minutes[0]) / span),
            top + height * (1 - value(row) / most),
        )
        parts.append(f'<text x="{x0}" y="{top - 16}" font-weight="bold">{title}</text>')
        for step in range(5):
            y = top + height * step / 4
            parts.append(f'<line x1="{x0}" x2="{x0 + width}" y1="{y}" y2="{y}" stroke="#ddd"/>')
            label = f"{most * (1 - step / 4):.3g}"
            parts.append(f'<text x="{x0 - 8}" y="{y + 4}" text-anchor="end">{label}</text>')
        for length in minutes:
            x = x0 + width * (math.log(length / minutes[0]) / span)
            parts.append(
                f'<text x="{x}" y="{top + height + 18}" text-anchor="middle">{length:g} min</text>'
            )
        for method in dict.fromkeys(row["method"] for row in rows):
            points = [at(row) for row in rows if row["method"] == method]
            line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
            colour = colours[method]
            parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
            parts.extend(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>' for x, y in points)
            x, y = points[-1]
            parts.append(f'<text x="{x - 6}" y="{y - 8}" text-anchor="end" fill="{colour}">{method}</text>')

    panel(left, "Seconds for a minute of song", lambda row: row["seconds"] / row["minutes"])
    panel(
        left + width + gap,
        "Peak megabytes for a minute of song",
        lambda row: row["peak_megabytes"] / row["minutes"],
    )
    whole = left + 2 * width + gap + 30
    path.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole} {top + height + 40}"'
        f' font-family="DejaVu Sans, sans-serif" font-size="12"><rect width="100%" height="100%"'
        f' fill="white"/>{"".join(parts)}</svg>\n'
    )


def main() -> int:
    parser = argparse.ArgumentParser(description="Measures growth with the length of a song.")
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("--minutes", type=float, nargs="+", default=[1, 4, 15, 60])
    parser.add_argument("--methods", nargs="+", default=["repeating", "refrain"])
    parser.add_argument("--plot", type=pathlib.Path)
    parser.add_argument("--stops", type=int, default=200, help="of each method, at 4 minutes")
    arguments = parser.parse_args()
    rows = []
    for method in arguments.methods:
        for minutes in arguments.minutes:
            stops = arguments.stops if minutes == 4 else 0
            rows.append(measure(arguments.program, minutes, method, stops))
    table(rows)
    if arguments.plot:
        plot(rows, arguments.plot)
    return 0


if __name__ == "__main__":
    sys.exit(main())
