# SPDX-FileCopyrightText: The Refrain authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The vocal separation of librosa's documentation, run by librosa itself, with every stage kept.

As a program it separates one song and writes what another implementation can be compared with:

    librosa_pipeline.py SONG [--output FOLDER] [--json]

    FOLDER/neighbours.i32     int32  [frame][k], ascending, padded with -1
    FOLDER/boundary_gap.f32   float32 [frame], see boundary_gaps()
    FOLDER/foreground.f32     float32 samples at 22050 Hz, librosa's length
    FOLDER/background.f32     likewise
    FOLDER/stages.json        frames, neighbours, silent_frames, seconds, peak_rss_bytes, versions

All files are little-endian and have no header. Exit codes: 0 done, 1 the song cannot be read or the
files cannot be written, 2 wrong usage, 3 librosa refuses the song.
"""

import argparse
import dataclasses
import json
import pathlib
import platform
import sys
import time

import librosa
import numpy as np
import numba
import scipy
import scipy.sparse
import sklearn
import soundfile
import soxr

SAMPLE_RATE = 22050
FFT_SIZE = 2048
HOP = 512
WIDTH_SECONDS = 2
BACKGROUND_MARGIN = 3
FOREGROUND_MARGIN = 11
POWER = 3

# scikit-learn does not normalise a vector shorter than this (ten float32 epsilons). Its distance to
# every frame then rounds to exactly 1, so which frames are its neighbours is chance.
SILENT_NORM = np.float32(10) * np.finfo(np.float32).eps

# Two candidates whose distances differ by less than this are a near-tie: float32 products of 1025
# terms are only good to a few 1e-7, so either may win without anybody being wrong.
NEAR_TIE = 2e-6

# librosa wants more frames than twice the width of the band that it leaves out, which is 86 frames.
SHORTEST_SAMPLES = 2 * (86 + 1) * HOP

EXIT_REFUSED = 3


@dataclasses.dataclass
class Separation:
    """Everything librosa computed for one song. Arrays are librosa's own: [bin][frame]."""

    width: int  # frames; neighbours are at least this far away
    stft: np.ndarray | None  # complex64, kept only on demand
    magnitude: np.ndarray  # float32
    recurrence: scipy.sparse.spmatrix  # column i holds the neighbours of frame i
    filtered: np.ndarray  # float32, S_filter after the minimum with the magnitude
    mask_background: np.ndarray  # float32, mask_i in librosa's example
    mask_foreground: np.ndarray  # float32, mask_v in librosa's example
    background: np.ndarray  # float32 samples
    foreground: np.ndarray  # float32 samples
    seconds: dict[str, float]  # stft, similar, median, masks, render

    @property
    def frames(self) -> int:
        return self.magnitude.shape[1]

    @property
    def neighbours(self) -> int:
        """The k that librosa derives when it is given none (segment.py)."""
        return int(2 * np.ceil(np.sqrt(self.frames - 2 * self.width + 1)))

    @property
    def candidates(self) -> int:
        """How many nearest frames are looked at before those closer in time than width go."""
        return min(self.frames - 1, self.neighbours + 2 * self.width)


class StageClock:
    """Measures consecutive stages; each lap is one entry."""

    def __init__(self):
        self.seconds = {}
        self._start = time.perf_counter()

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self.seconds[name] = now - self._start
        self._start = now


def load(path) -> np.ndarray:
    """The song as librosa hands it on: mono float32 at 22050 Hz.

    Opened here because librosa, given a name, answers a file it cannot read with warnings and a
    second library; what is read from the file is the same.
    """
    with soundfile.SoundFile(path) as song:
        samples, _ = librosa.load(song, sr=SAMPLE_RATE, mono=True)
    return samples


def separate(samples: np.ndarray, keep_stft: bool = False) -> Separation:
    """Runs the article's pipeline. Raises librosa.ParameterError for a song librosa refuses.

    The neighbours are computed in a call of their own, with the arguments nn_filter would pass, so
    that they can be looked at and timed; nn_filter with the result is the same computation.
    """
    clock = StageClock()
    stft = librosa.stft(samples, n_fft=FFT_SIZE, hop_length=HOP)
    magnitude, phase = librosa.magphase(stft)
    if not keep_stft:
        # The article's script does not keep it either, and memory is compared.
        stft = None
    clock.lap("stft")

    width = int(librosa.time_to_frames(WIDTH_SECONDS, sr=SAMPLE_RATE))
    recurrence = librosa.segment.recurrence_matrix(
        magnitude, axis=-1, metric="cosine", width=width, sparse=True
    )
    clock.lap("similar")

    filtered = librosa.decompose.nn_filter(magnitude, rec=recurrence, aggregate=np.median, axis=-1)
    filtered = np.minimum(magnitude, filtered)
    clock.lap("median")

    mask_background = librosa.util.softmask(
        filtered, BACKGROUND_MARGIN * (magnitude - filtered), power=POWER
    )
    mask_foreground = librosa.util.softmask(
        magnitude - filtered, FOREGROUND_MARGIN * filtered, power=POWER
    )
    foreground_magnitude = mask_foreground * magnitude
    background_magnitude = mask_background * magnitude
    clock.lap("masks")

    foreground = librosa.istft(foreground_magnitude * phase, hop_length=HOP)
    background = librosa.istft(background_magnitude * phase, hop_length=HOP)
    clock.lap("render")

    return Separation(
        width=width,
        stft=stft,
        magnitude=magnitude,
        recurrence=recurrence,
        filtered=filtered,
        mask_background=mask_background,
        mask_foreground=mask_foreground,
        background=background,
        foreground=foreground,
        seconds=clock.seconds,
    )


def neighbour_lists(separation: Separation) -> np.ndarray:
    """int32 [frame][k], ascending frame indices, -1 in the places that librosa left empty."""
    recurrence = separation.recurrence.tocsc()
    recurrence.sort_indices()
    lists = np.full((separation.frames, separation.neighbours), -1, dtype=np.int32)
    for frame in range(separation.frames):
        found = recurrence.indices[recurrence.indptr[frame] : recurrence.indptr[frame + 1]]
        lists[frame, : len(found)] = found
    return lists


def silent_frames(magnitude: np.ndarray) -> np.ndarray:
    """Indices of the frames that scikit-learn leaves unnormalised, see SILENT_NORM."""
    norms = np.sqrt(np.einsum("fi,fi->i", magnitude, magnitude))
    return np.flatnonzero(norms < SILENT_NORM)


def exact_distances(magnitude: np.ndarray, block: int = 512):
    """Yields (first frame, cosine distances in float64 [frame of the block][frame]).

    Block by block because all at once would take 1.2 GB for a song of five minutes. The frame
    itself is at infinite distance: it never is its own neighbour.
    """
    vectors = magnitude.T.astype(np.float64)
    norms = np.linalg.norm(vectors, axis=1)
    norms[silent_frames(magnitude)] = 1.0
    vectors /= norms[:, None]
    for first in range(0, len(vectors), block):
        distances = 1.0 - vectors[first : first + block] @ vectors.T
        rows = np.arange(len(distances))
        distances[rows, first + rows] = np.inf
        yield first, distances


def boundary_gaps(separation: Separation) -> np.ndarray:
    """float64 [frame]: how clear the last candidate is.

    The distance of the first frame that is no longer a candidate minus that of the last one that
    is, in exact cosine distance. Infinite where every frame of the song is a candidate.
    """
    count = separation.candidates
    gaps = np.full(separation.frames, np.inf)
    if count >= separation.frames - 1:
        return gaps
    for first, distances in exact_distances(separation.magnitude):
        distances.partition((count - 1, count), axis=1)
        gaps[first : first + len(distances)] = distances[:, count] - distances[:, count - 1]
    return gaps


def earliest_neighbours(separation: Separation) -> np.ndarray:
    """What librosa should find, computed without it: int32 [frame][k] as in neighbour_lists().

    Of the nearest candidates that are at least width frames away, the k earliest in the song.
    librosa sorts its candidates by a value that is 1 for all of them, so their order is whatever
    numpy's unstable argsort makes of equal keys; from numpy 2.3 on, on x86 with AVX2 or AVX-512, it
    leaves them as they are, in the order of time. keeps_earliest() asks the numpy at hand.
    """
    k = separation.neighbours
    lists = np.full((separation.frames, k), -1, dtype=np.int32)
    for first, distances in exact_distances(separation.magnitude):
        nearest = np.argpartition(distances, separation.candidates - 1, axis=1)
        for row, candidates in enumerate(nearest[:, : separation.candidates]):
            frame = first + row
            kept = np.sort(candidates[np.abs(candidates - frame) >= separation.width])[:k]
            lists[frame, : len(kept)] = kept
    return lists


def keeps_earliest() -> bool:
    """Whether numpy, on this processor, leaves equal keys in order, see earliest_neighbours().

    Every length up to far more candidates than an hour of song has (960): numpy 2.2 with AVX-512
    keeps the order of up to 256 equal keys and no more.
    """
    return all(
        np.array_equal(np.argsort(np.ones((1, count)))[0], np.arange(count))
        for count in range(1, 2048)
    )


def warm_up() -> None:
    """Runs everything once on five seconds of noise.

    librosa imports its parts at first use and numba compiles the overlap-add of istft then; neither
    belongs in a measurement of how long a song takes.
    """
    noise = np.random.default_rng(1).standard_normal(5 * SAMPLE_RATE).astype(np.float32)
    separate(soxr.resample(noise, SAMPLE_RATE, SAMPLE_RATE + 1))


def peak_rss_bytes() -> int:
    """The largest resident size of this process so far; 0 where the system does not tell.

    From /proc because getrusage counts the parent's memory too when the program was started by a
    larger one.
    """
    try:
        for line in pathlib.Path("/proc/self/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0


def versions() -> dict[str, str]:
    modules = [librosa, np, scipy, sklearn, numba, soxr, soundfile]
    found = {module.__name__: module.__version__ for module in modules}
    found["libsndfile"] = soundfile.__libsndfile_version__
    found["python"] = platform.python_version()
    return found


def versions_line() -> str:
    return ", ".join(f"{name} {version}" for name, version in versions().items())


def write_array(path: pathlib.Path, values: np.ndarray, kind: str) -> None:
    """Writes values as headerless little-endian 'f32' or 'i32'."""
    values.astype({"f32": "<f4", "i32": "<i4"}[kind]).tofile(path)


def read_array(path: pathlib.Path, kind: str) -> np.ndarray:
    return np.fromfile(path, dtype={"f32": "<f4", "i32": "<i4"}[kind])


def report(
    song_seconds: float, separation: Separation, seconds: dict[str, float], peak: int
) -> str:
    stages = "  ".join(f"{name} {value:.2f}" for name, value in seconds.items())
    return (
        f"{song_seconds:.1f} s of song, {separation.frames} frames, k = {separation.neighbours}\n"
        f"seconds: {stages}\n"
        f"peak memory: {peak / 2**20:.0f} MiB"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description="Separates a song with librosa itself.")
    parser.add_argument("song", type=pathlib.Path)
    parser.add_argument(
        "--output", type=pathlib.Path, metavar="FOLDER", help="write the stages here"
    )
    parser.add_argument("--json", action="store_true", help="print stages.json instead of a report")
    arguments = parser.parse_args()

    warm_up()
    start = time.perf_counter()
    try:
        samples = load(arguments.song)
        loaded = time.perf_counter()
        separation = separate(samples)
    except librosa.ParameterError as error:
        reason = f"librosa refuses {arguments.song}: {error}."
        if "width" in str(error):
            reason += (
                f" It is shorter than the {SHORTEST_SAMPLES / SAMPLE_RATE:.2f} s librosa needs."
            )
        print(reason, file=sys.stderr)
        return EXIT_REFUSED
    except (OSError, RuntimeError) as error:
        print(f"{arguments.song} cannot be read: {error}", file=sys.stderr)
        return 1
    seconds = {"load": loaded - start, **separation.seconds}
    seconds["total"] = time.perf_counter() - start
    # Read here, before the checks below take memory of their own.
    peak = peak_rss_bytes()

    summary = {
        "frames": separation.frames,
        "neighbours": separation.neighbours,
        "candidates": separation.candidates,
        "width": separation.width,
        "song_samples": len(samples),
        "stem_samples": len(separation.foreground),
        "silent_frames": silent_frames(separation.magnitude).tolist(),
        "seconds": seconds,
        "peak_rss_bytes": peak,
        "versions": versions(),
    }
    try:
        if arguments.output:
            arguments.output.mkdir(parents=True, exist_ok=True)
            write_array(arguments.output / "neighbours.i32", neighbour_lists(separation), "i32")
            write_array(arguments.output / "boundary_gap.f32", boundary_gaps(separation), "f32")
            write_array(arguments.output / "foreground.f32", separation.foreground, "f32")
            write_array(arguments.output / "background.f32", separation.background, "f32")
            (arguments.output / "stages.json").write_text(json.dumps(summary, indent=2) + "\n")
    except OSError as error:
        print(f"The stages cannot be written to {arguments.output}: {error}", file=sys.stderr)
        return 1

    if arguments.json:
        print(json.dumps(summary, indent=2))
    else:
        print(versions_line())
        print(report(len(samples) / SAMPLE_RATE, separation, seconds, peak))
    return 0


if __name__ == "__main__":
    sys.exit(main())
