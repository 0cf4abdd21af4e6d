# SPDX-FileCopyrightText: The Refrain authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the golden files of tests/data/librosa: two sounds, and what librosa makes of them.

    make_goldens.py [--output FOLDER]

Run it with the environment that ./venv makes. It refuses to write anything when librosa, on this
machine and with this numpy, does not keep the k earliest neighbours. README.md tells what the files
are for, reference.json (written last) tells the shape of each.
"""

import argparse
import json
import pathlib
import re
import sys

import librosa
import numpy as np
import soundfile

import librosa_pipeline as pipeline
import reference_audio

DEFAULT_OUTPUT = pathlib.Path(__file__).resolve().parent.parent / "data" / "librosa"

# Every 32nd frame is enough to see each stage: an error in a stage hits most frames of it, and the
# stems, which are kept whole, see all of them.
FRAME_STEP = 32

SIZE_LIMIT_BYTES = 4_000_000


class Refusal(Exception):
    """Why the goldens are not written, as a sentence."""


class GoldenFolder:
    """Collects the golden files and their descriptions; nothing is on disk before write()."""

    def __init__(self):
        self.descriptions = {}
        self._contents = {}

    def add(self, name: str, kind: str, values: np.ndarray, axes: str, meaning: str) -> None:
        self._contents[f"{name}.{kind}"] = (values, kind)
        self.descriptions[f"{name}.{kind}"] = {
            "type": {"f32": "float32", "i32": "int32"}[kind],
            "shape": list(values.shape),
            "axes": axes,
            "meaning": meaning,
        }

    def write(self, folder: pathlib.Path) -> None:
        for name, (values, kind) in self._contents.items():
            pipeline.write_array(folder / name, values, kind)


def check_neighbours(separation: pipeline.Separation, gaps: np.ndarray) -> None:
    """Raises Refusal unless librosa's lists are the k earliest ones in every frame that decides."""
    found = pipeline.neighbour_lists(separation)
    expected = pipeline.earliest_neighbours(separation)
    clear = gaps >= pipeline.NEAR_TIE
    clear[pipeline.silent_frames(separation.magnitude)] = False
    differing = np.flatnonzero(clear & np.any(found != expected, axis=1))
    if len(differing):
        raise Refusal(
            f"librosa does not keep the k earliest neighbours here: {len(differing)} of"
            f" {np.count_nonzero(clear)} frames differ, the first is frame {differing[0]}. It takes"
            " numpy 2.3 or newer on an x86 processor with AVX2; see README.md."
        )


def check_article_call(separation: pipeline.Separation) -> None:
    """Raises Refusal unless the article's single call gives what the two calls gave here."""
    filtered = librosa.decompose.nn_filter(
        separation.magnitude,
        aggregate=np.median,
        metric="cosine",
        width=int(librosa.time_to_frames(pipeline.WIDTH_SECONDS, sr=pipeline.SAMPLE_RATE)),
    )
    if not np.array_equal(np.minimum(separation.magnitude, filtered), separation.filtered):
        raise Refusal("nn_filter in one call differs from recurrence_matrix and nn_filter in two.")


def golden_frames(separation: pipeline.Separation, silent: np.ndarray) -> np.ndarray:
    """The frames whose stages are kept: every 32nd, the last one, one in the silence."""
    kept = list(range(0, separation.frames, FRAME_STEP))
    kept += [separation.frames - 1, int(silent[len(silent) // 2])]
    return np.unique(kept)


def add_stages(
    folder: GoldenFolder, separation: pipeline.Separation, gaps: np.ndarray, frames: np.ndarray
) -> float:
    """Adds one file per stage; returns the amplitude that amplitude_to_db took for 0 dB."""

    def subset(values):
        return values[:, frames].T

    stft = subset(separation.stft)
    reference_amplitude = float(np.max(separation.magnitude))
    decibels = librosa.amplitude_to_db(separation.magnitude, ref=np.max)

    bins = "[kept frame][bin]"
    folder.add(
        "stft",
        "f32",
        np.stack([stft.real, stft.imag], axis=-1),
        bins + "[real, imaginary]",
        "librosa.stft, zeros beyond both ends of the clip",
    )
    folder.add("magnitude", "f32", subset(separation.magnitude), bins, "magnitude of stft")
    folder.add(
        "neighbours",
        "i32",
        pipeline.neighbour_lists(separation),
        "[frame][neighbour]",
        "frame indices, ascending, -1 where there are fewer than k; ALL frames",
    )
    folder.add(
        "boundary_gap",
        "f32",
        gaps,
        "[frame]",
        "cosine distance, in exact arithmetic, of the nearest frame that is no candidate"
        " minus that of the farthest that is one; ALL frames",
    )
    folder.add(
        "filtered",
        "f32",
        subset(separation.filtered),
        bins,
        "minimum of the magnitude and the median over the neighbours",
    )
    folder.add(
        "mask_background",
        "f32",
        subset(separation.mask_background),
        bins,
        "softmask(filtered, background_margin * (magnitude - filtered), power)",
    )
    folder.add(
        "mask_foreground",
        "f32",
        subset(separation.mask_foreground),
        bins,
        "softmask(magnitude - filtered, foreground_margin * filtered, power)",
    )
    folder.add(
        "decibels",
        "f32",
        subset(decibels),
        bins,
        "amplitude_to_db(magnitude of the whole clip, ref=max, top_db=80)",
    )
    folder.add(
        "background",
        "f32",
        separation.background,
        "[sample]",
        "istft(mask_background * stft), up to 511 samples shorter than the clip",
    )
    folder.add(
        "foreground",
        "f32",
        separation.foreground,
        "[sample]",
        "istft(mask_foreground * stft), likewise",
    )
    return reference_amplitude


def write_sound(path: pathlib.Path, samples: np.ndarray, rate: int) -> None:
    soundfile.write(path, samples, rate, format="FLAC", subtype="PCM_16")


def make(output: pathlib.Path) -> None:
    if not pipeline.keeps_earliest():
        raise Refusal(
            f"numpy {np.__version__} on this processor does not leave equal keys in their order, so"
            " librosa would not keep the k earliest neighbours; see README.md."
        )
    clip_path = output / "clip.flac"
    load_path = output / "load.flac"

    # From memory, not from the files, so that a refusal leaves the folder as it was. What librosa
    # loads from a 16-bit file are these numbers exactly.
    clip_samples = reference_audio.clip()
    samples = clip_samples.astype(np.float32) / np.float32(32768)
    separation = pipeline.separate(samples, keep_stft=True)
    gaps = pipeline.boundary_gaps(separation)
    silent = pipeline.silent_frames(separation.magnitude)
    check_neighbours(separation, gaps)
    check_article_call(separation)

    folder = GoldenFolder()
    frames = golden_frames(separation, silent)
    reference_amplitude = add_stages(folder, separation, gaps, frames)

    output.mkdir(parents=True, exist_ok=True)
    write_sound(clip_path, clip_samples, reference_audio.CLIP_RATE)
    if not np.array_equal(pipeline.load(clip_path), samples):
        raise Refusal(f"{clip_path} does not read back as it was written.")
    load_samples = reference_audio.load_test()
    write_sound(load_path, load_samples, reference_audio.LOAD_RATE)
    folder.add(
        "load_22050",
        "f32",
        pipeline.load(load_path),
        "[sample]",
        "librosa.load(load.flac): mean of the channels, soxr_hq, length rounded up",
    )
    folder.write(output)

    audible = np.setdiff1d(np.arange(separation.frames), silent)
    reference = {
        "about": "What librosa makes of clip.flac and load.flac, written by"
        " tests/reference/make_goldens.py. All arrays are little-endian without a header,"
        " the last axis varies fastest.",
        "versions": pipeline.versions(),
        "parameters": {
            "sample_rate": pipeline.SAMPLE_RATE,
            "fft_size": pipeline.FFT_SIZE,
            "hop": pipeline.HOP,
            "width_seconds": pipeline.WIDTH_SECONDS,
            "background_margin": pipeline.BACKGROUND_MARGIN,
            "foreground_margin": pipeline.FOREGROUND_MARGIN,
            "power": pipeline.POWER,
        },
        "clip": {
            "file": clip_path.name,
            "sample_rate": reference_audio.CLIP_RATE,
            "samples": len(clip_samples),
            "frames": separation.frames,
            "bins": separation.magnitude.shape[0],
            "width_frames": separation.width,
            "neighbours": separation.neighbours,
            "candidates": separation.candidates,
            "stem_samples": len(separation.foreground),
            "amplitude_of_0_db": reference_amplitude,
            "smallest_gap_of_audible_frames": float(np.min(gaps[audible])),
            "silent_frames": silent.tolist(),
            "kept_frames": frames.tolist(),
        },
        "load": {
            "file": load_path.name,
            "sample_rate": reference_audio.LOAD_RATE,
            "channels": load_samples.shape[1],
            "samples": load_samples.shape[0],
        },
        "files": folder.descriptions,
    }
    (output / "reference.json").write_text(readable_json(reference))
    say_result(output, separation, silent, frames, reference)


def readable_json(value) -> str:
    """Indented, but a list of numbers stays on one line."""
    text = json.dumps(value, indent=2)
    return re.sub(r"\[[\d,\s]*\]", lambda found: " ".join(found.group().split()), text) + "\n"


def say_result(output, separation, silent, frames, reference) -> None:
    size = sum(path.stat().st_size for path in output.iterdir())
    print(pipeline.versions_line())
    print(
        f"{separation.frames} frames ({len(silent)} silent), k = {separation.neighbours},"
        f" {separation.candidates} candidates; the stages of {len(frames)} frames are kept;"
        f" smallest gap {reference['clip']['smallest_gap_of_audible_frames']:.1e}"
    )
    print(f"{output}: {size / 1e6:.2f} MB")
    if size > SIZE_LIMIT_BYTES:
        raise Refusal(f"{output} holds more than the {SIZE_LIMIT_BYTES / 1e6:.0f} MB it may.")


def main() -> int:
    parser = argparse.ArgumentParser(description="Makes the golden files of tests/data/librosa.")
    parser.add_argument("--output", type=pathlib.Path, default=DEFAULT_OUTPUT, metavar="FOLDER")
    try:
        make(parser.parse_args().output)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"The golden files cannot be written: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
