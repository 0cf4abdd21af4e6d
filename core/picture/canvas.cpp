// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/picture/canvas.h"

#include "core/base/array2d.h"
#include "core/base/text.h"

#include <algorithm>
#include <cairo-pdf.h>
#include <cairo-svg.h>
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

namespace {

/// Says that what is allocated in its lifetime is no leak: Cairo keeps fonts for the next page, and
/// fontconfig reaches into them by offsets, which a leak checker does not take for pointers.
struct KeptFonts {
#ifdef REFRAIN_LEAK_CHECKER
    __lsan::ScopedDisabler disabler;
#endif
};

void setColour(cairo_t* context, Colour colour, double opacity = 1) {
    const auto channel = [&](int shift) { return ((colour >> shift) & 0xff) / 255.0; };
    cairo_set_source_rgba(context, channel(16), channel(8), channel(0), opacity);
}

// Points, of which PDF has 72 to an inch, for each pixel.
constexpr double kPointsPerPixel = 72.0 / 96;

/// Where the bytes go, and why they could not.
struct Output {
    int descriptor;
    bool wanted = true;
    const Progress* progress = nullptr; // while the page is finished
    int error = 0;
};

cairo_status_t writeBytes(void* closure, const unsigned char* bytes, unsigned int count) {
    auto& output = *static_cast<Output*>(closure);
    while (count > 0) {
        if (!output.wanted || (output.progress && output.progress->stopRequested()))
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

cairo_surface_t* makeSurface(PictureFormat format, Output& output, int width, int height) {
    switch (format) {
    case PictureFormat::png:
        break;
    case PictureFormat::svg: {
        cairo_surface_t* const surface =
            cairo_svg_surface_create_for_stream(writeBytes, &output, width, height);
        cairo_svg_surface_set_document_unit(surface, CAIRO_SVG_UNIT_PX);
        return surface;
    }
    case PictureFormat::pdf: {
        cairo_surface_t* const surface = cairo_pdf_surface_create_for_stream(
            writeBytes, &output, width * kPointsPerPixel, height * kPointsPerPixel);
        cairo_surface_set_device_scale(surface, kPointsPerPixel, kPointsPerPixel);
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Refrain");
        return surface;
    }
    }
    return cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
}

/// The rows of pixels in an image.
void fillImage(cairo_surface_t* image, const Rectangle& area,
               const std::function<void(int y, std::span<Colour> pixels)>& drawRow) {
    cairo_surface_flush(image);
    const Index stride = cairo_image_surface_get_stride(image);
    unsigned char* const bytes = cairo_image_surface_get_data(image);
    for (int y = 0; y < area.height; ++y) {
        // Rows of this format begin at multiples of four bytes.
        auto* const pixels = reinterpret_cast<Colour*>(bytes + (area.top + y) * stride);
        drawRow(y, std::span(pixels + area.left, area.width));
    }
    cairo_surface_mark_dirty_rectangle(image, area.left, area.top, area.width, area.height);
}

} // namespace

struct Canvas::Page {
    PictureFile file;
    Output output;
    cairo_surface_t* surface = nullptr;
    cairo_t* context = nullptr;

    Page(PictureFile goal, int width, int height)
        : file(std::move(goal)), output{.descriptor = file.descriptor} {
        surface = makeSurface(file.format, output, width, height);
        context = cairo_create(surface);
        if (cairo_status(context) != CAIRO_STATUS_SUCCESS) {
            release();
            throw std::bad_alloc();
        }
    }
    ~Page() {
        output.wanted = false; // Cairo would write a page that was given up
        release();
    }
    Page(const Page&) = delete;
    Page& operator=(const Page&) = delete;

    void release() {
        cairo_destroy(context);
        cairo_surface_destroy(surface);
    }
};

Canvas::Canvas(const PictureFile& file, int width, int height, Colour background)
    : page_(std::make_unique<Page>(file, width, height)) {
    // Labels keep their true widths at every size, and no pixel has a colour of its own.
    cairo_font_options_t* options = cairo_font_options_create();
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    cairo_font_options_set_hint_style(options, file.format == PictureFormat::png
                                                   ? CAIRO_HINT_STYLE_SLIGHT
                                                   : CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_set_font_options(page_->context, options);
    cairo_font_options_destroy(options);
    setColour(page_->context, background);
    cairo_paint(page_->context);
}

Canvas::~Canvas() = default;

void Canvas::setTitle(const std::string& title) {
    if (page_->file.format == PictureFormat::pdf)
        cairo_pdf_surface_set_metadata(page_->surface, CAIRO_PDF_METADATA_TITLE, title.c_str());
}

void Canvas::fill(const Rectangle& area, Colour colour) {
    setColour(page_->context, colour);
    cairo_rectangle(page_->context, area.left, area.top, area.width, area.height);
    cairo_fill(page_->context);
}

void Canvas::drawRows(const Rectangle& area,
                      const std::function<void(int y, std::span<Colour> pixels)>& drawRow) {
    if (page_->file.format == PictureFormat::png) {
        fillImage(page_->surface, area, drawRow);
        return;
    }
    std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)> image(
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, area.width, area.height),
        &cairo_surface_destroy);
    if (cairo_surface_status(image.get()) != CAIRO_STATUS_SUCCESS)
        throw std::bad_alloc();
    fillImage(image.get(), {0, 0, area.width, area.height}, drawRow);
    cairo_set_source_surface(page_->context, image.get(), area.left, area.top);
    image.reset(); // the page keeps it
    // Enlarged, a pixel becomes a square and no cloud.
    cairo_pattern_set_filter(cairo_get_source(page_->context), CAIRO_FILTER_NEAREST);
    cairo_rectangle(page_->context, area.left, area.top, area.width, area.height);
    cairo_fill(page_->context);
}

void Canvas::drawLines(const Rectangle& area, std::span<const std::vector<Point>> lines,
                       const LineStyle& style) {
    cairo_t* const context = page_->context;
    cairo_save(context);
    cairo_rectangle(context, area.left, area.top, area.width, area.height);
    cairo_clip(context);
    setColour(context, style.colour, style.opacity);
    cairo_set_line_width(context, style.width);
    cairo_set_line_cap(context, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND);
    for (const std::vector<Point>& line : lines) {
        cairo_new_sub_path(context);
        for (const Point& point : line)
            cairo_line_to(context, point.x, point.y);
    }
    cairo_stroke(context);
    cairo_restore(context);
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

void Canvas::finish(const Progress& progress) {
    [[maybe_unused]] const KeptFonts fonts;
    Page& page = *page_;
    page.output.progress = &progress;
    cairo_status_t status = cairo_status(page.context);
    if (status == CAIRO_STATUS_SUCCESS && page.file.format == PictureFormat::png) {
        cairo_surface_flush(page.surface);
        status = cairo_surface_write_to_png_stream(page.surface, writeBytes, &page.output);
    } else if (status == CAIRO_STATUS_SUCCESS) {
        cairo_show_page(page.context);
        cairo_surface_finish(page.surface);
        status = cairo_surface_status(page.surface);
    }
    page.output.progress = nullptr;
    progress.check();
    const std::filesystem::path& target = page.file.target;
    if (status == CAIRO_STATUS_NO_MEMORY)
        throw std::bad_alloc();
    if (page.output.error != 0)
        throw Error("Cannot write " + quoted(target) + ": " + systemMessage(page.output.error) +
                    "; make room on the disk or choose another folder.");
    if (status != CAIRO_STATUS_SUCCESS)
        throw Error("Cannot draw " + quoted(target) + ": " + cairo_status_to_string(status) +
                    "; choose a smaller size.");
    progress.report(1);
}

} // namespace refrain
