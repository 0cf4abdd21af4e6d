// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/picture/colour_map.h"
#include "core/picture/picture_format.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

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

/// A place on a page, in pixels from its upper left corner.
struct Point {
    double x = 0;
    double y = 0;
};

/// How a line is drawn: with round ends and joints.
struct LineStyle {
    double width = 1; // pixels
    Colour colour = 0xffffffff;
    double opacity = 1; // from 0 to 1, which covers all
};

/// How a word is written. Letters of DejaVu Sans, or what the system has in its place.
struct TextStyle {
    double em = 12; // pixels
    bool bold = false;
    Colour colour = 0xffffffff;
};

/// On which side of its place a word stands.
enum class TextSide { right, left, centred };

/// Where a page is written to.
struct PictureFile {
    PictureFormat format = PictureFormat::png;
    int descriptor = -1;          // of an empty file, which stays the caller's
    std::filesystem::path target; // its name, for messages
};

/// A page to draw on, which becomes a file. It is measured in pixels; on paper there are 96 of them
/// to an inch.
///
/// Threads: one at a time.
class Canvas {
public:
    /// Throws `std::bad_alloc`. Sides from 1 to 32767 pixels.
    Canvas(const PictureFile& file, int width, int height, Colour background);
    ~Canvas();

    /// What a reader of the file is told that it is, where the format has a place for it.
    void setTitle(const std::string& title);

    void fill(const Rectangle& area, Colour colour);

    /// Calls `drawRow(y, pixels)` for each row of `area`, from 0 at its top down. `drawRow` sets
    /// every pixel.
    void drawRows(const Rectangle& area,
                  const std::function<void(int y, std::span<Colour> pixels)>& drawRow);

    /// Draws lines through points, as far as they are in `area`.
    void drawLines(const Rectangle& area, std::span<const std::vector<Point>> lines,
                   const LineStyle& style);

    /// Writes `text`, one line of UTF-8 as `oneLine` makes it, with its baseline at `y`.
    void write(const std::string& text, double x, double y, TextSide side, const TextStyle& style);

    /// In pixels.
    double textWidth(const std::string& text, const TextStyle& style);

    /// Writes what is not written yet; nothing can be drawn any more. Throws `Error` (a full disk)
    /// and `Cancelled`.
    void finish(const Progress& progress);

private:
    void choose(const TextStyle& style);
    struct Page;
    std::unique_ptr<Page> page_;
};

} // namespace refrain
