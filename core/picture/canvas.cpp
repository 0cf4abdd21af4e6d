// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/picture/canvas.h"

#include "core/base/array2d.h"
#include "core/base/text.h"

#include <algorithm>
#include <cairo.h>
#include <cerrno>
#include <new>
#include <unistd.h>

#if defined(__has_feature) // clang's way to ask, which g++ 12 does not know
#if __has_feature(address_sanitizer)
#define REFRAIN_LEAK_CHECKER
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define REFRAIN_LEAK_CHECKER
#endif
#ifdef REFRAIN_LEAK_CHECKER
#include <sanitizer/lsan_interface.h>
#endif

namespace refrain {

struct Canvas::Page {
    cairo_surface_t* surface = nullptr;
    cairo_t* context = nullptr;

    Page(int width, int height) {
        surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
        context = cairo_create(surface);
        if (cairo_status(context) != CAIRO_STATUS_SUCCESS) {
            release();
            throw std::bad_alloc();
        }
    }
    ~Page() { release(); }
    Page(const Page&) = delete;
    Page& operator=(const Page&) = delete;

    void release() {
        cairo_destroy(context);
        cairo_surface_destroy(surface);
    }
};

namespace {

/// Says that what is allocated in its lifetime is no leak: Cairo keeps fonts for the next page, and
/// fontconfig reaches into them by offsets, which a leak checker does not take for pointers.
struct KeptFonts {
#ifdef REFRAIN_LEAK_CHECKER
    __lsan::ScopedDisabler disabler;
#endif
};

void setColour(cairo_t* context, Colour colour) {
    const auto channel = [&](int shift) { return ((colour >> shift) & 0xff) / 255.0; };
    cairo_set_source_rgb(context, channel(16), channel(8), channel(0));
}

/// Where a PNG goes, and why it could not.
struct PngOutput {
    int descriptor;
    const Progress& progress;
    int error = 0;
};

cairo_status_t writeBytes(void* closure, const unsigned char* bytes, unsigned int count) {
    auto& output = *static_cast<PngOutput*>(closure);
    while (count > 0) {
        if (output.progress.stopRequested())
            return CAIRO_STATUS_WRITE_ERROR;
        const ssize_t written = ::write(output.descriptor, bytes, count);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0) {
            output.error = written < 0 ? errno : ENOSPC;
            return CAIRO_STATUS_WRITE_ERROR;
        }
        bytes += written;
        count -= static_cast<unsigned int>(written);
    }
    return CAIRO_STATUS_SUCCESS;
}

} // namespace

Canvas::Canvas(int width, int height, Colour background)
    : page_(std::make_unique<Page>(width, height)) {
    // Labels keep their true widths at every size, and no pixel has a colour of its own.
    cairo_font_options_t* options = cairo_font_options_create();
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_SLIGHT);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_set_font_options(page_->context, options);
    cairo_font_options_destroy(options);
    setColour(page_->context, background);
    cairo_paint(page_->context);
}

Canvas::~Canvas() = default;

void Canvas::fill(const Rectangle& area, Colour colour) {
    setColour(page_->context, colour);
    cairo_rectangle(page_->context, area.left, area.top, area.width, area.height);
    cairo_fill(page_->context);
}

void Canvas::drawRows(const Rectangle& area,
                      const std::function<void(int y, std::span<Colour> pixels)>& drawRow) {
    cairo_surface_flush(page_->surface);
    const Index stride = cairo_image_surface_get_stride(page_->surface);
    unsigned char* const bytes = cairo_image_surface_get_data(page_->surface);
    for (int y = 0; y < area.height; ++y) {
        // Rows of this format begin at multiples of four bytes.
        auto* const pixels = reinterpret_cast<Colour*>(bytes + (area.top + y) * stride);
        drawRow(y, std::span(pixels + area.left, area.width));
    }
    cairo_surface_mark_dirty_rectangle(page_->surface, area.left, area.top, area.width,
                                       area.height);
}

void Canvas::choose(const TextStyle& style) {
    cairo_select_font_face(page_->context, "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL,
                           style.bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
    cairo_set_font_size(page_->context, style.em);
    setColour(page_->context, style.colour);
}

void Canvas::write(const std::string& text, double x, double y, TextSide side,
                   const TextStyle& style) {
    const double width = side == TextSide::right ? 0 : textWidth(text, style);
    [[maybe_unused]] const KeptFonts fonts;
    choose(style);
    cairo_move_to(page_->context, side == TextSide::centred ? x - width / 2 : x - width, y);
    cairo_show_text(page_->context, text.c_str());
}

double Canvas::textWidth(const std::string& text, const TextStyle& style) {
    [[maybe_unused]] const KeptFonts fonts;
    choose(style);
    cairo_text_extents_t extents;
    cairo_text_extents(page_->context, text.c_str(), &extents);
    return extents.x_advance;
}

void Canvas::writePng(int descriptor, const std::filesystem::path& target,
                      const Progress& progress) {
    cairo_surface_flush(page_->surface);
    PngOutput output{.descriptor = descriptor, .progress = progress};
    cairo_status_t status = cairo_status(page_->context);
    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_surface_write_to_png_stream(page_->surface, writeBytes, &output);
    progress.check();
    if (status == CAIRO_STATUS_NO_MEMORY)
        throw std::bad_alloc();
    if (output.error != 0)
        throw Error("Cannot write " + quoted(target) + ": " + systemMessage(output.error) +
                    "; make room on the disk or choose another folder.");
    if (status != CAIRO_STATUS_SUCCESS)
        throw Error("Cannot draw " + quoted(target) + ": " + cairo_status_to_string(status) +
                    "; choose a smaller size.");
    progress.report(1);
}

} // namespace refrain
