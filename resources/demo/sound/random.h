// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace refrain::demo {

/// Numbers that look random and are the same on every machine: SplitMix64 (Steele, Lea and Flood,
/// 2014). The distributions of the standard library are not used, as they may differ between
/// libraries.
///
/// Threads: a value.
class Random {
public:
    explicit Random(std::uint64_t seed) : state_(seed) {}

    /// The stream of one purpose at one place of the song, so that a bar sounds the same whatever
    /// comes before it.
    Random(std::uint64_t purpose, std::uint64_t place)
        : state_((purpose + 1) * 0xd1b54a32d192ed03u + place * 0x8cb92ba72f3d8dd7u) {
        next();
    }

    std::uint64_t next() {
        state_ += 0x9e3779b97f4a7c15u;
        std::uint64_t z = state_;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
        return z ^ (z >> 31);
    }

    /// From 0 to below 1.
    double fraction() { return static_cast<double>(next() >> 11) * 0x1p-53; }

    double between(double low, double high) { return low + (high - low) * fraction(); }

    /// 0, 1, … count - 1.
    int below(int count) { return static_cast<int>(fraction() * count); }

    bool chance(double probability) { return fraction() < probability; }

    /// From -width to width, small values more often (a triangle).
    double spread(double width) {
        const double up = fraction();
        return width * (up - fraction());
    }

    /// One sample of white noise, -1 to 1.
    float noise() { return static_cast<float>(static_cast<std::int32_t>(next() >> 32)) * 0x1p-31f; }

private:
    std::uint64_t state_;
};

} // namespace refrain::demo
