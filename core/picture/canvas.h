// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/picture/colour_map.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>

namespace refrain {

/// Pixels of a page, counted from its upper left corner.
struct Rectangle {
    int left = 0;
    int top = 0;
    int width = 0;
    int height = 0;

    int right() const { return left + width; }
    int bottom() const { return top + height; }

    bool operator==(const Rectangle&) const = default;
};

/// How a word is written. Letters of DejaVu Sans, or what the system has in its place.
struct TextStyle {
    double em = 12; // pixels
    bool bold = false;
    Colour colour = 0xffffffff;
};

/// On which side of its place a word stands.
enum class TextSide { right, left, centred };

/// A page of pixels to draw on, which becomes a PNG file.
///
/// Threads: one at a time.
class Canvas {
public:
    /// Throws `std::bad_alloc`. Sides from 1 to 32767 pixels.
    Canvas(int width, int height, Colour background);
    ~Canvas();

    void fill(const Rectangle& area, Colour colour);

    /// Calls `drawRow(y, pixels)` for each row of `area`, from 0 at its top down.
    void drawRows(const Rectangle& area,
                  const std::function<void(int y, std::span<Colour> pixels)>& drawRow);

    /// Writes `text`, one line of UTF-8 as `oneLine` makes it, with its baseline at `y`.
    void write(const std::string& text, double x, double y, TextSide side, const TextStyle& style);

    /// In pixels.
    double textWidth(const std::string& text, const TextStyle& style);

    /// Writes the page to `descriptor`, an empty file that stays the caller's; `target` is the name
    /// for messages. Throws `Error` (a full disk) and `Cancelled`.
    void writePng(int descriptor, const std::filesystem::path& target, const Progress& progress);

private:
    void choose(const TextStyle& style);
    struct Page;
    std::unique_ptr<Page> page_;
};

} // namespace refrain
