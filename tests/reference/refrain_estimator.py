# SPDX-FileCopyrightText: The Refrain authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The estimator `refrain` once more, in double precision and with no thought of speed.

    refrain_estimator.py [--output FOLDER]

Writes ../data/refrain: a short stereo song and what each step makes of it. The C++ tests compare
with that. Needs numpy and soundfile. What the steps are for is told in
core/separation/estimators/refrain; here are only their formulas.
"""

import argparse
import json
import pathlib
from dataclasses import dataclass

import numpy as np
import soundfile

DEFAULT_OUTPUT = pathlib.Path(__file__).resolve().parent.parent / "data" / "refrain"

# A rate and a frame that are not the ones the weights were fitted with: all constants are in hertz
# and seconds, and this is where one that is not would show.
RATE = 16000
FFT_SIZE = 1024
HOP = 256
SECONDS = 5
KEPT_FRAME_STEP = 5

LOW_BAND_HERTZ = 200
APART_SECONDS = 0.25
NEIGHBOURS = 40
LEAST = 1e-3  # of the song's level: what does not count

LOWEST_PITCH, HIGHEST_PITCH, CENTS = 80, 1000, 20
LONGEST_JUMP, JUMP_COST = 15, 0.1


def logistic(value):
    return 1 / (1 + np.exp(-value))


def log_ratio(above, below, floor, lowest=-4, highest=4):
    return np.clip(np.log((above + floor) / (below + floor)), lowest, highest)


def odd(length: float) -> int:
    whole = int(length + 0.5)
    return max(1, whole + 1 - whole % 2)


def mirror(positions, count: int):
    """Positions beyond the ends are seen in a mirror: c b a | a b c | c b a."""
    place = np.mod(positions, 2 * count)
    return np.where(place < count, place, 2 * count - 1 - place)


def windows(values, offsets, axis: int):
    """The values at all offsets from each position along an axis; the offsets are a new axis 0."""
    count = values.shape[axis]
    positions = np.arange(count)
    return np.stack([np.take(values, mirror(positions + o, count), axis) for o in offsets])


def around(length: int):
    return range(-(length // 2), length // 2 + 1)


def box_mean(values, frames: int, bins: int):
    return windows(windows(values, around(frames), 0).mean(0), around(bins), 1).mean(0)


@dataclass
class Song:
    left: np.ndarray  # [frame][bin], complex
    right: np.ndarray
    rate: int
    fft_size: int
    hop: int

    def __post_init__(self):
        self.power = np.abs(self.left) ** 2 + np.abs(self.right) ** 2
        self.magnitude = np.sqrt(self.power / 2)
        self.level = np.sqrt(np.mean(self.magnitude**2)) + 1e-12
        self.floor = LEAST * self.level
        self.bin_hertz = self.rate / self.fft_size
        self.hertz = np.arange(self.fft_size // 2 + 1) * self.bin_hertz
        self.frames_per_second = self.rate / self.hop


def stft(samples, fft_size: int, hop: int):
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(fft_size) / fft_size)
    padded = np.pad(samples, fft_size)
    starts = fft_size // 2 + hop * np.arange(1 + len(samples) // hop)
    return np.stack([np.fft.rfft(padded[s : s + fft_size] * window) for s in starts])


def neighbours_of(song: Song):
    """Rising frame numbers, [frame][neighbour], and by how much the last one was better than the
    first that is none."""
    frames = len(song.magnitude)
    count = max(1, min(NEIGHBOURS, frames // 4))
    apart = min(round(APART_SECONDS * song.frames_per_second), frames // 4)
    low = np.log1p(song.magnitude[:, song.hertz < LOW_BAND_HERTZ] / (0.5 * song.level))
    low /= np.linalg.norm(low, axis=1, keepdims=True) + 1e-12
    likeness = low @ low.T
    index = np.arange(frames)
    likeness[np.abs(index[:, None] - index) < apart] = -2
    order = np.argsort(-likeness, axis=1, kind="stable")
    ranked = np.take_along_axis(likeness, order, axis=1)
    return np.sort(order[:, :count], axis=1), ranked[:, count - 1] - ranked[:, count]


def repeated_part(song: Song, neighbours):
    medians = np.stack([np.median(song.magnitude[chosen], axis=0) for chosen in neighbours])
    return np.exp(log_ratio(medians, song.magnitude, song.floor, -4, 0))


def leftover_of(song: Song, repeated):
    bell = np.exp(-0.5 * np.log(np.maximum(song.hertz, 1) / 1000) ** 2)
    return song.magnitude * (1 - repeated) * bell


def candidates():
    count = int(np.log2(HIGHEST_PITCH / LOWEST_PITCH) * 1200 / CENTS) + 1
    return LOWEST_PITCH * 2 ** (np.arange(count) * CENTS / 1200)


def salience_of(song: Song, repeated):
    bins = min(int(5000 / song.bin_hertz) + 2, len(song.hertz))
    spectrum = leftover_of(song, repeated)[:, :bins] ** 0.6
    salience = np.zeros((len(spectrum), len(candidates())))
    for pitch, hertz in enumerate(candidates()):
        for harmonic in range(1, 17):
            weight = 0.8 ** (harmonic - 1)
            for multiple, gain in ((harmonic, weight), (harmonic - 0.5, -0.65 * weight)):
                place = hertz * multiple / song.bin_hertz
                lower = int(place)
                if lower < bins - 2:
                    part = place - lower
                    salience[:, pitch] += gain * (
                        (1 - part) * spectrum[:, lower] + part * spectrum[:, lower + 1]
                    )
    salience -= salience.mean(axis=1, keepdims=True)
    return salience / (salience.std(axis=1, keepdims=True) + 1e-9)


def pitch_of(salience):
    frames, count = salience.shape
    jumps = sorted(range(-LONGEST_JUMP, LONGEST_JUMP + 1), key=abs)
    best = salience[0]
    came_by = np.zeros((frames, count), int)
    for frame in range(1, frames):
        padded = np.pad(best, LONGEST_JUMP, constant_values=-1e30)
        sums = np.stack(
            [padded[LONGEST_JUMP + j :][:count] - JUMP_COST * abs(j) for j in jumps]
        )
        came_by[frame] = np.array(jumps)[sums.argmax(axis=0)]
        best = sums.max(axis=0) + salience[frame]
        best = best - best.max()
    path = [int(best.argmax())]
    for frame in range(frames - 1, 0, -1):
        path.append(path[-1] + came_by[frame, path[-1]])
    path = np.clip(path[::-1], 1, count - 2)
    before, at, after = (salience[np.arange(frames), path + i] for i in (-1, 0, 1))
    curve = before - 2 * at + after
    top = np.where(curve < -1e-12, 0.5 * (before - after) / np.minimum(curve, -1e-12), 0)
    return LOWEST_PITCH * 2 ** ((path + np.clip(top, -0.5, 0.5)) * CENTS / 1200)


def comb_of(song: Song, pitch):
    harmonic = np.maximum(1, np.round(song.hertz / pitch[:, None]))
    distance = np.abs(song.hertz - harmonic * pitch[:, None])
    return np.exp(-0.5 * (distance / (2 * song.bin_hertz)) ** 2)


def strengths_of(song: Song, repeated, comb):
    """What of the leftover is on the comb, beyond chance, and how loud that is; [frame][1]."""
    band = (song.hertz > 150) & (song.hertz < 4000)
    energy = leftover_of(song, repeated) ** 2
    silence = 1e-12 * song.level**2
    share = (energy * comb)[:, band].sum(1) / (energy[:, band].sum(1) + silence)
    share = np.median(windows(share, around(9), 0), axis=0)
    chance = comb[:, band].mean(1)
    share = np.clip((share - chance) / (1 - chance + 1e-9), -0.2, 1)
    on_comb = (energy * comb).sum(1) + silence
    song_energy = (song.magnitude**2)[:, band].sum(1) + silence
    return share[:, None], np.clip(np.log(on_comb / song_energy), -4, 0)[:, None]


def gaussian(length: int):
    """The matrix that smooths `length` numbers with a standard deviation of 1."""
    matrix = np.zeros((length, length))
    weights = {i: np.exp(-0.5 * i * i) for i in range(-4, 5)}
    for row in range(length):
        for offset, weight in weights.items():
            matrix[row, mirror(row + offset, length)] += weight / sum(weights.values())
    return matrix


def stereo_of(song: Song, guess):
    likeness = 2 * np.real(song.left * song.right.conj()) / (song.power + 1e-20)
    balance = (np.abs(song.left) ** 2 - np.abs(song.right) ** 2) / (song.power + 1e-20)
    rows = np.clip(((balance + 1) / 2 * 21).astype(int), 0, 20)
    unlike = np.sqrt(np.clip((1 - likeness) / 2, 0, 1))
    columns = np.clip((unlike * 12).astype(int), 0, 11)
    result = np.zeros_like(song.power)
    band_of = np.digitize(song.hertz, [300, 1000, 3000])
    for band in range(4):
        inside = np.broadcast_to(band_of == band, result.shape)
        densities = []
        for part in (guess, 1 - guess):
            count = np.zeros((21, 12))
            np.add.at(count, (rows[inside], columns[inside]), (song.power * part**2)[inside])
            smooth = gaussian(21) @ count @ gaussian(12).T / (count.sum() + 1e-20)
            densities.append(smooth + 1e-3 * smooth.max() + 1e-12)
        ratio = np.log(densities[0] / densities[1])
        result[inside] = ratio[rows[inside], columns[inside]]
    return np.clip(result, -4, 4)


def share_of(song: Song, repeated, pitch):
    log_hertz = np.clip(np.log(np.maximum(song.hertz, 10) / 1000), -3.5, 3)
    high_pass = logistic((song.hertz - 130) / 20)
    comb = comb_of(song, pitch)
    share, level = strengths_of(song, repeated, comb)

    prior = -3.11 + 0.09 * log_hertz - 0.30 * log_hertz**2 + 2.57 * high_pass
    guess = logistic(
        prior - 0.94 * np.log(repeated) + (3 * comb - 1) * np.clip(share, 0, 1)
    )
    voice = song.magnitude**2 * guess
    backing = song.magnitude**2 - voice

    def smoothed(frames, bins):
        return log_ratio(box_mean(voice, frames, bins), box_mean(backing, frames, bins),
                         song.floor**2)

    step = max(1, round(0.0929 * song.frames_per_second))
    bins = around(odd(97 / song.bin_hertz))
    over_bins = np.median(windows(song.magnitude, bins, 1), axis=0)
    over_time = np.median(
        windows(song.magnitude, [step * i for i in range(-12, 13)], 0), axis=0
    )
    log_odds = (
        -1.663
        - 0.183 * log_hertz
        + 0.2 * log_hertz**2
        + 0.763 * high_pass
        + 2.011 * comb * share
        - 0.495 * share
        + 0.175 * comb * level
        + 0.459 * stereo_of(song, guess)
        + 0.802 * smoothed(3, 3)
        + 0.32 * smoothed(odd(0.488 * song.frames_per_second), odd(441 / song.bin_hertz))
        + 0.431 * log_ratio(over_bins, song.magnitude, song.floor)
        - 0.282 * log_ratio(over_time, song.magnitude, song.floor)
    )
    return logistic(-log_odds)


def demo_song():
    """A drum, a bass and a chord on the right that come again every second, and a voice in the
    middle that does not; 16-bit numbers, [sample][channel]."""
    random = np.random.default_rng(11)
    time = np.arange(SECONDS * RATE) / RATE
    beat = time % 0.5
    noise = np.tile(random.standard_normal(RATE), SECONDS)
    drum = np.sin(2 * np.pi * 60 * beat) * np.exp(-beat * 12) + 0.3 * noise * np.exp(-beat * 30)
    root = np.array([55.0, 65.4, 49.0, 73.4])[(2 * (time % 2)).astype(int)]
    bass = np.sin(2 * np.pi * root * beat) * np.exp(-beat * 3)
    chord = sum(np.sin(2 * np.pi * root * n * beat) / n for n in (4, 5, 6, 8)) * np.exp(-beat * 2)
    glide = 220 * 2 ** (0.4 * np.sin(2 * np.pi * 0.23 * time) + 0.02 * np.sin(2 * np.pi * 5 * time))
    phase = 2 * np.pi * np.cumsum(glide) / RATE
    sung = np.clip(np.sin(2 * np.pi * 0.37 * time) * 4, 0, 1)
    voice = sung * sum(np.sin(n * phase) / n for n in range(1, 12))
    hiss = 0.002 * random.standard_normal((2, len(time)))
    left = 0.5 * drum + 0.4 * bass + 0.1 * chord + 0.3 * voice
    right = 0.5 * drum + 0.4 * bass + 0.4 * chord + 0.3 * voice
    mix = 0.4 * (np.stack([left, right]) + hiss)
    return np.round(np.clip(mix, -1, 1) * 32767).astype(np.int16).T


def main() -> None:
    parser = argparse.ArgumentParser(description="Makes the golden files of tests/data/refrain.")
    parser.add_argument("--output", type=pathlib.Path, default=DEFAULT_OUTPUT, metavar="FOLDER")
    output = parser.parse_args().output
    output.mkdir(parents=True, exist_ok=True)

    samples = demo_song()
    soundfile.write(output / "song.flac", samples, RATE, format="FLAC", subtype="PCM_16")
    left, right = (stft(samples[:, c] / 32768, FFT_SIZE, HOP) for c in (0, 1))
    song = Song(left, right, RATE, FFT_SIZE, HOP)
    neighbours, gaps = neighbours_of(song)
    repeated = repeated_part(song, neighbours)
    pitch = pitch_of(salience_of(song, repeated))
    share = share_of(song, repeated, pitch)

    files = {
        "neighbours.i32": (neighbours, "[frame][neighbour], rising"),
        "gap.f32": (gaps, "[frame], cosine of the last neighbour minus that of the next best"),
        "pitch.f32": (pitch, "[frame], Hz"),
        "share.f32": (share[::KEPT_FRAME_STEP], "[kept frame][bin], from 0 to 1"),
    }
    for name, (values, _) in files.items():
        values.astype("<i4" if name.endswith("i32") else "<f4").tofile(output / name)
    reference = {
        "about": "A song and what tests/reference/refrain_estimator.py makes of it. All arrays are"
        " little-endian without a header, the last axis varies fastest.",
        "song": {
            "file": "song.flac",
            "fft_size": FFT_SIZE,
            "hop": HOP,
            "frames": len(share),
            "bins": share.shape[1],
            "kept_frame_step": KEPT_FRAME_STEP,
        },
        "files": {
            name: {"shape": list(values.shape), "meaning": meaning}
            for name, (values, meaning) in files.items()
        },
    }
    (output / "reference.json").write_text(json.dumps(reference, indent=2) + "\n")
    size = sum(path.stat().st_size for path in output.iterdir())
    print(f"{output}: {len(share)} frames, {size / 1e6:.2f} MB, smallest gap {gaps.min():.1e}")


if __name__ == "__main__":
    main()
