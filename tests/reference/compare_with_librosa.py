# SPDX-FileCopyrightText: The Refrain authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Separates songs with librosa and with Refrain's method librosa and compares what comes out.

    compare_with_librosa.py --cli PATH --stages PATH SONG... [--seconds N] [--json FILE]

Three comparisons per song, so that a difference can be blamed on one part:
  lists      whom each frame has for neighbours, where it is not decided by rounding;
  given      the stems when Refrain is handed librosa's lists: everything but the lists;
  whole      the stems of `refrain-cli separate` as a user gets them.

Run it with the environment that ./venv makes. Exit codes: 0 all checks passed, 1 at least one
failed or nothing could be compared, 2 wrong usage, 77 librosa itself is not comparable here because
of its numpy (README.md), which a test runner counts as skipped.
"""

import argparse
import dataclasses
import json
import pathlib
import subprocess
import sys
import tempfile

import numpy as np
import soundfile

import librosa_pipeline as pipeline

PARTS = ("background", "foreground")

# What is left after the lists are equal is float rounding in different order: a separate numpy
# implementation reached 137 dB, and 16-bit sound itself ends at 98 dB.
GIVEN_LISTS_DB = 85.0

# Where rounding decides a candidate, the k earliest rule can move several neighbours of that frame.
# That happens to a handful of frames in a song, and the more frames there are the likelier.
WHOLE_DB_SHORT = 80.0
WHOLE_DB_LONG = 60.0
SHORT_SECONDS = 60

DIFFERING_SHARE = 0.005

# Stands for "equal in every sample": JSON has no infinity.
EQUAL_DB = 300.0


EXIT_SKIPPED = 77


class NotCompared(Exception):
    """Why a song could not be compared, as a sentence; no fault of Refrain's."""


class Broken(Exception):
    """Why a song could not be compared, as a sentence; counts as one failure."""


@dataclasses.dataclass
class Check:
    """One number and the bound it has to keep."""

    name: str
    value: float
    bound: float
    at_least: bool
    unit: str

    @property
    def passed(self) -> bool:
        return self.value >= self.bound if self.at_least else self.value <= self.bound

    def sentence(self, song: str) -> str:
        relation = "at least" if self.at_least else "at most"
        return (
            f"{song}: {self.name} is {self.value:.4g}{self.unit},"
            f" it must be {relation} {self.bound:g}{self.unit}."
        )


@dataclasses.dataclass
class Result:
    """Everything measured for one song."""

    song: str
    song_seconds: float
    frames: int
    neighbours: int
    silent_frames: int
    near_ties: int
    differing: int
    differing_clear: int
    differing_silent: int
    given_db: dict[str, float]
    whole_db: dict[str, float]
    librosa: dict
    refrain: dict
    checks: list[Check]


def run(command: list, what: str) -> subprocess.CompletedProcess:
    try:
        return subprocess.run([str(word) for word in command], capture_output=True, text=True)
    except OSError as error:
        raise Broken(f"{what} cannot be started: {error}.") from error


def require_success(done: subprocess.CompletedProcess, what: str) -> None:
    if done.returncode != 0:
        reason = last_line(done.stderr) or "it gave no reason"
        raise Broken(f"{what} ended with code {done.returncode}: {reason}")


def last_line(text: str) -> str:
    lines = text.strip().splitlines()
    return lines[-1] if lines else ""


def cut(song: pathlib.Path, seconds: float, folder: pathlib.Path) -> pathlib.Path:
    """The first seconds of the song as a float WAV in its own rate and channels."""
    target = folder / f"{song.stem}.wav"
    try:
        with soundfile.SoundFile(song) as source:
            samples = source.read(int(seconds * source.samplerate), dtype="float32", always_2d=True)
            soundfile.write(target, samples, source.samplerate, subtype="FLOAT")
    except RuntimeError as error:
        raise Broken(f"it cannot be read: {error}") from error
    return target


def run_librosa(song: pathlib.Path, folder: pathlib.Path) -> dict:
    """librosa in a process of its own, so that its memory and nobody else's is measured."""
    script = pathlib.Path(__file__).resolve().with_name("librosa_pipeline.py")
    done = run([sys.executable, script, song, "--output", folder, "--json"], "librosa")
    if done.returncode == pipeline.EXIT_REFUSED:
        raise NotCompared(last_line(done.stderr))
    require_success(done, "librosa")
    return json.loads(done.stdout)


def run_cli(cli: pathlib.Path, song: pathlib.Path, folder: pathlib.Path) -> dict:
    """Refrain as a user runs it; returns the object it prints."""
    command = [cli, "separate", "--method", "librosa", "--preset", "article"]
    command += ["--parts", ",".join(PARTS), "--bits", "32f", "--overwrite", "--json"]
    done = run([*command, "-o", folder, song], "refrain-cli")
    require_success(done, "refrain-cli")
    try:
        return json.loads(done.stdout)
    except json.JSONDecodeError as error:
        raise Broken(f"refrain-cli --json printed something that is not JSON: {error}.") from error


def cli_stem(files: list[str], part: str) -> np.ndarray:
    paths = [path for path in files if path.endswith(f"({part}).wav")]
    if len(paths) != 1:
        raise Broken(f"refrain-cli names {len(paths)} files for the {part} instead of one.")
    samples, rate = soundfile.read(paths[0], dtype="float32", always_2d=True)
    if rate != pipeline.SAMPLE_RATE or samples.shape[1] != 1:
        raise Broken(
            f"refrain-cli wrote the {part} with {samples.shape[1]} channels at {rate} Hz,"
            f" librosa's method is mono at {pipeline.SAMPLE_RATE} Hz."
        )
    return samples[:, 0]


def run_stages(program: pathlib.Path, song: pathlib.Path, folder: pathlib.Path, *more) -> dict:
    folder.mkdir(exist_ok=True)
    require_success(run([program, song, folder, *more], "librosa_stages"), "librosa_stages")
    return json.loads((folder / "stages.json").read_text())


def read_lists(folder: pathlib.Path, stages: dict) -> np.ndarray:
    values = pipeline.read_array(folder / "neighbours.i32", "i32")
    shape = stages["frames"], stages["neighbours"]
    if values.size != shape[0] * shape[1]:
        raise Broken(f"{values.size} neighbours were written for {shape[0]} frames of {shape[1]}.")
    return values.reshape(shape)


def snr_db(reference: np.ndarray, samples: np.ndarray, what: str) -> float:
    """How far the difference lies below librosa's stem, over librosa's length."""
    if len(samples) < len(reference):
        raise Broken(f"the {what} has {len(samples)} samples, librosa's has {len(reference)}.")
    wanted = reference.astype(np.float64)
    error = np.sum((samples[: len(reference)] - wanted) ** 2)
    signal = np.sum(wanted**2)
    if not np.isfinite(error):
        raise Broken(f"the {what} holds samples that are not numbers.")
    if error == 0:
        return EQUAL_DB
    if signal == 0:
        return -EQUAL_DB
    return float(10 * np.log10(signal / error))


def compare(
    song: pathlib.Path, cli: pathlib.Path, stages: pathlib.Path, temporary: pathlib.Path
) -> Result:
    theirs = run_librosa(song, temporary / "librosa")
    stems = {
        part: pipeline.read_array(temporary / "librosa" / f"{part}.f32", "f32") for part in PARTS
    }
    lists = read_lists(temporary / "librosa", theirs)
    gaps = pipeline.read_array(temporary / "librosa" / "boundary_gap.f32", "f32")
    audible = np.ones(len(lists), dtype=bool)
    audible[theirs["silent_frames"]] = False

    own = read_lists(temporary / "own", run_stages(stages, song, temporary / "own"))
    if own.shape != lists.shape:
        raise Broken(
            f"Refrain has {own.shape[0]} frames of {own.shape[1]} neighbours,"
            f" librosa {lists.shape[0]} of {lists.shape[1]}."
        )
    differ = np.any(own != lists, axis=1)
    near_tie = gaps < pipeline.NEAR_TIE

    run_stages(
        stages, song, temporary / "given", "--neighbours", temporary / "librosa" / "neighbours.i32"
    )
    given_db = {}
    for part in PARTS:
        samples = pipeline.read_array(temporary / "given" / f"{part}.f32", "f32")
        given_db[part] = snr_db(stems[part], samples, f"{part} of librosa_stages")

    ours = run_cli(cli, song, temporary / "stems")
    whole_db = {}
    for part in PARTS:
        samples = cli_stem(ours["files"], part)
        whole_db[part] = snr_db(stems[part], samples, f"{part} of refrain-cli")

    result = Result(
        song=song.stem,
        song_seconds=theirs["song_samples"] / pipeline.SAMPLE_RATE,
        frames=len(lists),
        neighbours=lists.shape[1],
        silent_frames=int(np.count_nonzero(~audible)),
        near_ties=int(np.count_nonzero(near_tie & audible)),
        differing=int(np.count_nonzero(differ & audible)),
        differing_clear=int(np.count_nonzero(differ & audible & ~near_tie)),
        differing_silent=int(np.count_nonzero(differ & ~audible)),
        given_db=given_db,
        whole_db=whole_db,
        librosa={key: theirs[key] for key in ("seconds", "peak_rss_bytes")},
        refrain={key: ours.get(key) for key in ("seconds", "peak_rss_bytes")},
        checks=[],
    )
    result.checks = checks_of(result)
    return result


def checks_of(result: Result) -> list[Check]:
    # A cut to 60 s may come out a sample longer when its length is rounded up in resampling.
    short = result.song_seconds < SHORT_SECONDS + 0.5
    whole_bound = WHOLE_DB_SHORT if short else WHOLE_DB_LONG
    share = result.differing / result.frames
    checks = [
        Check(
            "the number of frames whose neighbours differ without a near-tie",
            result.differing_clear,
            0,
            False,
            "",
        ),
        Check(
            "the share of frames whose neighbours differ",
            100 * share,
            100 * DIFFERING_SHARE,
            False,
            " %",
        ),
    ]
    for part in PARTS:
        name = f"the SNR of the {part} given librosa's neighbours"
        checks.append(Check(name, result.given_db[part], GIVEN_LISTS_DB, True, " dB"))
    for part in PARTS:
        name = f"the SNR of the {part} from song to stem"
        checks.append(Check(name, result.whole_db[part], whole_bound, True, " dB"))
    return checks


def print_results(results: list[Result]) -> None:
    print()
    print("Agreement (SNR in dB; 'differ' counts frames, silent ones apart)")
    row = "{:<32} {:>7} {:>7} {:>4} {:>7} {:>7} {:>7} {:>7} | {:>8} {:>8} | {:>8} {:>8}"
    print(row.format("", "", "", "", "", "", "", "", "given", "lists", "song", "to stem"))
    print(
        row.format(
            *("song", "seconds", "frames", "k", "silent", "ties", "differ", "clear"),
            *("backgr.", "foregr.", "backgr.", "foregr."),
        )
    )
    for result in results:
        counts = (result.silent_frames, result.near_ties, result.differing, result.differing_clear)
        decibels = [result.given_db[part] for part in PARTS] + [
            result.whole_db[part] for part in PARTS
        ]
        print(
            row.format(
                *(result.song[:32], f"{result.song_seconds:.1f}", result.frames, result.neighbours),
                *counts,
                *(f"{value:.1f}" for value in decibels),
            )
        )

    print()
    print("Seconds and peak memory")
    names = ("load", "stft", "similar", "median", "masks", "render", "write", "total")
    row = "{:<32} {:<8}" + " {:>8}" * len(names) + " {:>9}"
    print(row.format("song", "", *names, "MiB"))
    for result in results:
        for who, measured in (("librosa", result.librosa), ("refrain", result.refrain)):
            seconds = measured["seconds"] or {}
            cells = [f"{seconds[name]:.2f}" if name in seconds else "-" for name in names]
            memory = f"{(measured['peak_rss_bytes'] or 0) / 2**20:.0f}"
            print(row.format(result.song[:32] if who == "librosa" else "", who, *cells, memory))
    print()


def write_json(
    path: pathlib.Path, results: list[Result], not_compared: dict[str, str], failures: list[str]
) -> None:
    songs = []
    for result in results:
        entry = dataclasses.asdict(result)
        for check, written in zip(result.checks, entry["checks"]):
            written["passed"] = check.passed
        songs.append(entry)
    report = {
        "versions": pipeline.versions(),
        "songs": songs,
        "not_compared": not_compared,
        "failures": failures,
    }
    path.write_text(json.dumps(report, indent=2) + "\n")


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Compares Refrain's method librosa with librosa.")
    parser.add_argument("songs", type=pathlib.Path, nargs="+", metavar="SONG")
    parser.add_argument("--cli", type=pathlib.Path, required=True, help="the program refrain-cli")
    parser.add_argument(
        "--stages", type=pathlib.Path, required=True, help="the test program librosa_stages"
    )
    parser.add_argument("--seconds", type=float, metavar="N", help="only the first N of each song")
    parser.add_argument("--json", type=pathlib.Path, metavar="FILE", help="write all numbers here")
    arguments = parser.parse_args()
    if arguments.seconds is not None and not arguments.seconds > 0:
        parser.error("--seconds must be more than 0")
    return arguments


def main() -> int:
    arguments = parse_arguments()
    print(pipeline.versions_line())
    if not pipeline.keeps_earliest():
        print(
            f"numpy {np.__version__} on this processor does not leave equal keys in their order, so"
            " librosa does not keep the k earliest neighbours and cannot be compared with."
        )
        return EXIT_SKIPPED

    results = []
    not_compared = {}
    failures = []
    for song in arguments.songs:
        print(f"Comparing {song.name} ...", flush=True)
        with tempfile.TemporaryDirectory(prefix="refrain-librosa-") as folder:
            temporary = pathlib.Path(folder)
            try:
                heard = cut(song, arguments.seconds, temporary) if arguments.seconds else song
                result = compare(heard, arguments.cli, arguments.stages, temporary)
            except NotCompared as reason:
                not_compared[str(song)] = str(reason)
                continue
            except Broken as reason:
                failures.append(f"{song.name}: {reason}")
                continue
        results.append(result)
        failures += [check.sentence(result.song) for check in result.checks if not check.passed]

    if results:
        print_results(results)
    for reason in not_compared.values():
        print(f"Not compared: {reason}")
    for failure in failures:
        print(f"FAILED {failure}", file=sys.stderr)
    passed = sum(check.passed for result in results for check in result.checks)
    print(f"{passed} passed, {len(failures)} failed")
    if not results and not failures:
        print("No song could be compared, so nothing is proved.", file=sys.stderr)
    if arguments.json:
        try:
            write_json(arguments.json, results, not_compared, failures)
        except OSError as error:
            print(f"The numbers cannot be written to {arguments.json}: {error}", file=sys.stderr)
            return 1
    return 0 if results and not failures else 1


if __name__ == "__main__":
    sys.exit(main())
