// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"

#include "core/base/error.h"

#include <cctype>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <optional>
#include <system_error>

namespace refrain {

std::string quoted(const std::filesystem::path& path) {
    std::string text = path.string();
    for (char& c : text)
        if (std::iscntrl(static_cast<unsigned char>(c)))
            c = '?';
    return "\"" + text + "\"";
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
    char text[64];
    const auto [end, status] =
        std::to_chars(text, text + sizeof text, number, std::chars_format::fixed, decimals);
    return status == std::errc{} ? std::string(text, end) : std::to_string(number);
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
    throw Error(std::string(what) + " \"" + std::string(text) +
                "\" is not a time; write seconds (92.4) or minutes and seconds (1:32.4).");
}

} // namespace refrain
