// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"

#include "core/base/error.h"

#include <algorithm>
#include <cassert>
#include <cctype>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <optional>
#include <system_error>

namespace refrain {

namespace {

unsigned char byteAt(std::string_view text, std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0;
}

/// The length of the UTF-8 character that begins at `i`; 0 if there is none (Unicode 15, table
/// 3-7).
std::size_t characterLength(std::string_view text, std::size_t i) {
    const auto within = [&](std::size_t offset, int low, int high) {
        return byteAt(text, i + offset) >= low && byteAt(text, i + offset) <= high;
    };
    const unsigned char first = byteAt(text, i);
    if (first < 0x80)
        return 1;
    if (first >= 0xC2 && first <= 0xDF)
        return within(1, 0x80, 0xBF) ? 2 : 0;
    if (first >= 0xE0 && first <= 0xEF) {
        const int low = first == 0xE0 ? 0xA0 : 0x80;  // no longer form than needed
        const int high = first == 0xED ? 0x9F : 0xBF; // no half of a UTF-16 pair
        return within(1, low, high) && within(2, 0x80, 0xBF) ? 3 : 0;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        const int low = first == 0xF0 ? 0x90 : 0x80;
        const int high = first == 0xF4 ? 0x8F : 0xBF; // nothing beyond U+10FFFF
        return within(1, low, high) && within(2, 0x80, 0xBF) && within(3, 0x80, 0xBF) ? 4 : 0;
    }
    return 0;
}

/// U+0080 to U+009F are control characters too.
bool isControl(std::string_view text, std::size_t i) {
    const unsigned char first = byteAt(text, i);
    const unsigned char second = byteAt(text, i + 1);
    return first < 0x20 || first == 0x7F || (first == 0xC2 && second >= 0x80 && second < 0xA0);
}

} // namespace

std::string quoted(const std::filesystem::path& path) {
    const std::string text = path.string();
    std::string result = "\"";
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t length = std::max<std::size_t>(1, characterLength(text, i));
        result += isControl(text, i) ? "?" : text.substr(i, length);
        i += length;
    }
    return result + "\"";
}

std::string oneLine(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t length = characterLength(text, i);
        if (length > 0)
            result += isControl(text, i) ? std::string_view(" ") : text.substr(i, length);
        i += std::max<std::size_t>(1, length);
    }
    return result;
}

std::string utf8(std::string_view text) {
    std::size_t valid = 0;
    while (valid < text.size()) {
        const std::size_t length = characterLength(text, valid);
        if (length == 0)
            break;
        valid += length;
    }
    if (valid == text.size())
        return std::string(text);
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const unsigned char byte = byteAt(text, i);
        if (byte >= 0x80)
            result += static_cast<char>(0xC0 | byte >> 6);
        result += static_cast<char>(byte < 0x80 ? byte : 0x80 | (byte & 0x3F));
    }
    return result;
}

std::string systemMessage(int error) {
    std::string text = std::system_category().message(error);
    if (text.size() > 1 && std::islower(static_cast<unsigned char>(text[1])))
        text[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[0])));
    return text;
}

std::string timeText(double seconds, int decimals) {
    // Rounded as a whole number of the smallest unit, so that 59.9996 is 1:00.000 and not 0:60.000.
    const double unit = std::pow(10.0, decimals);
    const auto total = static_cast<long long>(std::llround(seconds * unit));
    const auto perSecond = static_cast<long long>(unit);
    const long long whole = total / perSecond;
    char text[64];
    if (whole >= 3600)
        std::snprintf(text, sizeof text, "%lld:%02lld:%02lld", whole / 3600, whole / 60 % 60,
                      whole % 60);
    else
        std::snprintf(text, sizeof text, "%lld:%02lld", whole / 60, whole % 60);
    std::string result = text;
    if (decimals > 0) {
        const std::string digits = std::to_string(total % perSecond);
        result += "." + std::string(decimals - digits.size(), '0') + digits;
    }
    return result;
}

std::string numberText(double number, int decimals) {
    char text[400]; // the largest double has 309 digits before the point
    [[maybe_unused]] const auto [end, status] =
        std::to_chars(text, text + sizeof text, number, std::chars_format::fixed, decimals);
    assert(status == std::errc{});
    return std::string(text, end);
}

namespace {

/// A field of a time: digits, and for the last one perhaps a fraction.
std::optional<double> parseField(std::string_view text, bool fraction) {
    for (const char c : text)
        if (!std::isdigit(static_cast<unsigned char>(c)) && !(fraction && c == '.'))
            return std::nullopt;
    double value = 0;
    const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (status != std::errc{} || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

} // namespace

double parseTime(std::string_view text, std::string_view what) {
    double seconds = 0;
    std::string_view rest = text;
    for (int fields = 1; fields <= 3; ++fields) {
        const std::size_t colon = rest.find(':');
        const bool last = colon == std::string_view::npos;
        const std::optional<double> value = parseField(rest.substr(0, colon), last);
        if (!value || (fields > 1 && *value >= 60))
            break;
        seconds = 60 * seconds + *value;
        if (last)
            return seconds;
        rest.remove_prefix(colon + 1);
    }
    throw Error(std::string(what) + " " + quoted(std::filesystem::path(text)) +
                " is not a time; write seconds (92.4) or minutes and seconds (1:32.4).");
}

} // namespace refrain
