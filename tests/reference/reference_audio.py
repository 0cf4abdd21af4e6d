# SPDX-FileCopyrightText: The Refrain authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The two sounds behind the golden files, synthesised: nobody's recording, the same every time."""

import numpy as np

# Of the first 24 seeds the one whose clip decides its neighbours most clearly: in every frame that
# is not silent the last candidate is 4.0e-6 nearer than the next frame, in the other clips it came
# down to 5e-9. So the lists of the clip must be met exactly, without exceptions for near-ties.
SEED = 21

CLIP_RATE = 22050
CLIP_SECONDS = 12.0

LOAD_RATE = 44100
# Odd, so that the length after resampling is rounded: librosa rounds up.
LOAD_SAMPLES = 3 * LOAD_RATE + 1

# A bar is 1.58 s: about 68.2 hops, so no two bars fall alike onto the frames of the STFT.
BEATS_PER_MINUTE = 152
BEATS_PER_BAR = 4

# Two bars that come back until the end, half a bar per chord, as MIDI notes.
CHORDS = [(57, 60, 64), (53, 57, 60), (55, 60, 64), (55, 59, 62)]
BASS = [33, 29, 36, 31]

# (start in seconds, length in seconds, MIDI note): a melody that never comes back, with rests.
MELODY = [
    (0.9, 0.5, 69),
    (1.4, 0.3, 71),
    (1.7, 0.9, 72),
    (2.9, 0.4, 76),
    (3.3, 0.7, 74),
    (4.2, 0.3, 67),
    (4.5, 0.3, 69),
    (4.8, 1.1, 71),
    (6.3, 0.6, 79),
    (6.9, 0.4, 77),
    (7.3, 0.9, 72),
    (9.5, 0.4, 64),
    (9.9, 0.3, 65),
    (10.2, 1.4, 68),
]

# Everything stops here: frames of nothing but zeros are a case of their own in every stage.
SILENCE_START = 8.62
SILENCE_END = 9.05


def clip() -> np.ndarray:
    """int16 mono at CLIP_RATE: a small band that repeats, and a voice-like melody that does not."""
    random = np.random.default_rng(SEED)
    sound = np.zeros(round(CLIP_SECONDS * CLIP_RATE))
    beat = 60 / BEATS_PER_MINUTE
    half_bars = int(np.ceil(CLIP_SECONDS / (2 * beat)))
    for half_bar in range(half_bars):
        chord = half_bar % len(CHORDS)
        start = half_bar * 2 * beat
        for note in CHORDS[chord]:
            add(sound, start + late(random), plucked(note, 2 * beat) * played(random, 0.11))
        for step in (0, 1.5):
            add(
                sound,
                start + step * beat + late(random),
                bass(BASS[chord], beat) * played(random, 0.3),
            )
        add(sound, start + late(random), kick() * played(random, 0.5))
        add(sound, start + beat + late(random), snare(random) * played(random, 0.22))
        for eighth in range(4):
            add(sound, start + eighth * beat / 2 + late(random), hat(random) * played(random, 0.07))
    for start, length, note in MELODY:
        add(sound, start, voice(random, note, length) * 0.2)
    sound *= gate(len(sound))
    return to_16_bit(sound / np.max(np.abs(sound)) * 0.8)


def load_test() -> np.ndarray:
    """int16 [sample][channel] at LOAD_RATE: what makes a resampler show its filter.

    Left a sweep over the whole range (its upper half must vanish), right single clicks and bursts,
    in both at the end noise that stops at full level: there is no fade before the last sample.
    """
    random = np.random.default_rng(SEED + 1)
    time = np.arange(LOAD_SAMPLES) / LOAD_RATE
    low, high, length = 20.0, 20000.0, 2.2
    rate = np.log(high / low) / length
    left = 0.6 * np.sin(2 * np.pi * low * np.expm1(rate * np.minimum(time, length)) / rate)
    left[time > length] = 0
    right = np.zeros(LOAD_SAMPLES)
    for position in (0, 7001, 20002, 20003, 44100):
        right[position] = 0.9
    for start in (0.7, 1.1, 1.3):
        burst = random.standard_normal(2000) * np.exp(-np.arange(2000) / 300) * 0.3
        first = round(start * LOAD_RATE)
        right[first : first + len(burst)] += burst
    both = np.stack([left, right], axis=1)
    ending = time > 2.6
    both[ending] += random.standard_normal((np.count_nonzero(ending), 2)) * [0.15, 0.1]
    return to_16_bit(np.clip(both, -0.99, 0.99))


def add(sound: np.ndarray, start_seconds: float, note: np.ndarray) -> None:
    """Mixes a note in; what would lie before the start or after the end is left out."""
    first = max(0, round(start_seconds * CLIP_RATE))
    count = min(len(note), len(sound) - first)
    if count > 0:
        sound[first : first + count] += note[:count]


def late(random) -> float:
    """How far a player is off the beat, in seconds."""
    return random.normal(0, 0.003)


def played(random, level: float) -> float:
    """A level as a player repeats it."""
    return level * random.uniform(0.85, 1.15)


def hertz(note) -> float:
    return 440 * 2 ** ((note - 69) / 12)


def times(seconds: float) -> np.ndarray:
    return np.arange(round(seconds * CLIP_RATE)) / CLIP_RATE


def plucked(note: int, seconds: float) -> np.ndarray:
    time = times(seconds)
    partials = [
        np.sin(2 * np.pi * n * hertz(note) * time) * np.exp(-n * time * 2) / n for n in range(1, 9)
    ]
    return sum(partials) * fade(len(time), 0.004, 0.02)


def bass(note: int, seconds: float) -> np.ndarray:
    time = times(seconds)
    partials = [np.sin(2 * np.pi * n * hertz(note) * time) / n**1.5 for n in range(1, 6)]
    return sum(partials) * np.exp(-3 * time) * fade(len(time), 0.005, 0.02)


def kick() -> np.ndarray:
    time = times(0.16)
    pitch_fall = 50 * time + 4 * (1 - np.exp(-time * 35))
    return np.sin(2 * np.pi * pitch_fall) * np.exp(-time * 22) * fade(len(time), 0.001, 0.02)


def snare(random) -> np.ndarray:
    time = times(0.14)
    rattle = random.standard_normal(len(time)) * np.exp(-time * 30)
    return 0.6 * rattle + np.sin(2 * np.pi * 190 * time) * np.exp(-time * 35)


def hat(random) -> np.ndarray:
    time = times(0.05)
    return np.diff(random.standard_normal(len(time) + 1)) * np.exp(-time * 90)


def voice(random, note: int, seconds: float) -> np.ndarray:
    """Harmonics under three gliding formants, with vibrato and a breath of noise throughout."""
    time = times(seconds)
    vibrato = (
        0.35 * np.sin(2 * np.pi * 5.6 * time + random.uniform(0, 6)) * np.minimum(1, time / 0.25)
    )
    drift = random.uniform(-0.8, 0) * np.exp(-time / 0.06)
    pitch = hertz(note + vibrato + drift)
    phase = 2 * np.pi * np.cumsum(pitch) / CLIP_RATE
    begin, end = random.uniform(0.75, 1.3, 3), random.uniform(0.75, 1.3, 3)
    glide = (time / seconds)[None, :]
    formants = np.array([600.0, 1300.0, 2600.0])[:, None] * (
        begin[:, None] * (1 - glide) + end[:, None] * glide
    )
    widths = np.array([110.0, 150.0, 220.0])[:, None]
    weights = np.array([1.0, 0.6, 0.3])[:, None]
    sung = np.zeros(len(time))
    for harmonic in range(1, int(0.9 * CLIP_RATE / 2 / np.max(pitch))):
        level = np.sum(weights / (1 + ((harmonic * pitch - formants) / widths) ** 2), axis=0)
        sung += level * np.sin(harmonic * phase) / np.sqrt(harmonic)
    breath = 0.02 * np.diff(random.standard_normal(len(time) + 1))
    return (sung + breath) * fade(len(time), 0.03, 0.06)


def fade(count: int, in_seconds: float, out_seconds: float) -> np.ndarray:
    time = np.arange(count) / CLIP_RATE
    rising = np.minimum(1, time / in_seconds)
    falling = np.minimum(1, (count / CLIP_RATE - time) / out_seconds)
    return np.sin(np.pi / 2 * np.minimum(rising, falling)) ** 2


def gate(count: int) -> np.ndarray:
    """1 with a hole of exact zeros in it, closed and opened within 5 ms."""
    time = np.arange(count) / CLIP_RATE
    distance = np.maximum(SILENCE_START - time, time - SILENCE_END)
    return np.clip(distance / 0.005, 0, 1)


def to_16_bit(sound: np.ndarray) -> np.ndarray:
    return np.round(sound * 32768).astype(np.int16)
