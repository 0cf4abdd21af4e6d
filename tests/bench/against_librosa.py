# SPDX-FileCopyrightText: The Refrain authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Times librosa and Refrain's method librosa on the same song, in turns, in one run.

    against_librosa.py BUILD [SONG] [--runs N]

The song is made mono at 22.05 kHz first, so that neither has to resample. What is compared are
the stages stft, similar, median and render (with librosa's masks); decoding and writing are apart.
Times are the median of the runs; processor seconds are beside them, as they depend less on what
else the machine is doing. The demo song is also analysed with the kernels for AVX2, librosa with
whatever the processor has. Prints a table in Markdown. Exit codes: 0 done, 1 failed.
"""

import argparse
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import tempfile

import numpy as np
import soundfile
import soxr

HERE = pathlib.Path(__file__).resolve().parent
RATE = 22050
STAGES = ("stft", "similar", "median", "render")


def run(command: list, **extra) -> tuple[str, float]:
    """What a program prints, and its processor seconds."""
    process = subprocess.Popen(
        [str(word) for word in command], stdout=subprocess.PIPE, text=True, **extra
    )
    with process.stdout:
        text = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{command[0]} ended with code {process.returncode}.")
    return text, usage.ru_utime + usage.ru_stime


def make_song(build: pathlib.Path, song: pathlib.Path | None, folder: pathlib.Path) -> pathlib.Path:
    if song is None:
        run([build / "resources/demo/make_demo_song", "-o", folder, "--seconds", "240"])
        song = folder / "demo_song.wav"
    samples, rate = soundfile.read(song, dtype="float32", always_2d=True)
    mono = soxr.resample(samples.mean(axis=1), rate, RATE)
    target = folder / "song.wav"
    soundfile.write(target, mono, RATE, subtype="FLOAT")
    return target


def librosa_run(song: pathlib.Path, folder: pathlib.Path) -> dict:
    script = HERE.parent / "reference/librosa_pipeline.py"
    text, _ = run([sys.executable, script, song, "--json", "--output", folder])
    summary = json.loads(text)
    seconds = summary["seconds"]
    seconds["render"] += seconds["masks"]  # Refrain's masks are tables that rendering looks up
    return {"seconds": seconds, "peak": summary["peak_rss_bytes"], "versions": summary["versions"]}


def refrain_run(build: pathlib.Path, song: pathlib.Path, folder: pathlib.Path, **extra) -> dict:
    command = [build / "app/refrain-cli", "separate", song, "-o", folder, "--method", "librosa"]
    command += ["--json", "--quiet", "--overwrite", "--bits", "32f"]
    command += ["--background-margin", "3", "--foreground-margin", "11", "--power", "3"]
    text, processor = run(command, **extra)
    summary = json.loads(text)
    return {
        "seconds": summary["seconds"],
        "peak": summary["peak_rss_bytes"],
        "processor": processor,
        "files": summary["files"],
    }


def avx2_seconds(build: pathlib.Path, runs: int) -> float:
    """What stft, similar and median of the demo song take without AVX-512."""
    command = [build / "tests/bench/bench_analysis", "--avx2", "--method", "librosa"]
    command += ["--minutes", 4, "--rate", RATE, "--mono", "--repeats", runs]
    text, _ = run(command, env={**os.environ, "OPENBLAS_CORETYPE": "Haswell"})
    return json.loads(text)["seconds"]


def agreement(files: list[str], folder: pathlib.Path) -> list[float]:
    """Decibels by which the difference of the stems is below librosa's, part by part."""
    result = []
    for part in ("background", "foreground"):
        name = next(file for file in files if part in file)
        ours, _ = soundfile.read(name, dtype="float64")
        theirs = np.fromfile(folder / f"{part}.f32", dtype="<f4")
        length = min(len(ours), len(theirs))
        difference = np.sum((ours[:length] - theirs[:length]) ** 2)
        result.append(10 * np.log10(np.sum(theirs[:length].astype(float) ** 2) / difference))
    return result


def basis(seconds: dict) -> float:
    return sum(seconds[stage] for stage in STAGES)


def cpu_name() -> str:
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def main() -> int:
    parser = argparse.ArgumentParser(description="Times librosa and Refrain on one song.")
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("song", type=pathlib.Path, nargs="?")
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()

    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        song = make_song(arguments.build, arguments.song, folder)
        theirs, ours = [], []
        for _ in range(arguments.runs):
            theirs.append(librosa_run(song, folder / "librosa"))
            ours.append(refrain_run(arguments.build, song, folder))
        avx2 = avx2_seconds(arguments.build, arguments.runs) if arguments.song is None else None
        decibels = agreement(ours[-1]["files"], folder / "librosa")

    def middle(runs: list[dict], stage: str) -> float:
        return statistics.median(run["seconds"][stage] for run in runs)

    print("## Against librosa\n")
    versions = theirs[0]["versions"]
    print(f"{cpu_name()}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f};", end=" ")
    print(", ".join(f"{key} {versions[key]}" for key in ("librosa", "numpy", "scipy", "python")))
    print(f"{arguments.song or 'demo song of 240 s'}, mono, {RATE} Hz, {arguments.runs} runs.\n")
    print("| | librosa | Refrain | ratio |\n|---|---:|---:|---:|")
    for stage in STAGES:
        a, b = middle(theirs, stage), middle(ours, stage)
        print(f"| {stage}, s | {a:.2f} | {b:.3f} | {a / max(b, 1e-9):.0f} |")
    a = statistics.median(basis(run["seconds"]) for run in theirs)
    b = statistics.median(basis(run["seconds"]) for run in ours)
    print(f"| **together, s** | {a:.2f} | {b:.3f} | **{a / b:.1f}** |")
    if avx2 is not None:
        avx2 += middle(ours, "render")
        print(f"| together without AVX-512, s | | {avx2:.3f} | **{a / avx2:.1f}** |")
    print(f"| decoding, s | {middle(theirs, 'load'):.2f} | {middle(ours, 'load'):.3f} | |")
    print(f"| writing, s | | {middle(ours, 'write'):.3f} | |")
    a, b = max(run["peak"] for run in theirs), max(run["peak"] for run in ours)
    print(f"| peak memory, MB | {a / 1e6:.0f} | {b / 1e6:.0f} | {a / b:.1f} |")
    processor = min(run["processor"] for run in ours)
    print(f"\nRefrain took {processor:.2f} processor seconds, everything included.", end=" ")
    print(f"The stems agree to {decibels[0]:.0f} and {decibels[1]:.0f} dB.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
