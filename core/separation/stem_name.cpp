// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/stem_name.h"

#include "core/base/text.h"

#include <algorithm>
#include <cctype>
#include <iterator>
#include <utility>

namespace refrain {

namespace {

constexpr std::string_view kTitle = "{title}";
constexpr std::string_view kRange = "{range}";
constexpr std::string_view kPart = "{part}";

// What people put between the pieces of a name; some editors make a dash of a hyphen.
constexpr std::string_view kSeparators[] = {" ", "-", "_", ".", ",", ";", "+", "~", "–", "—"};

// What is left of a title that would make a name too long for a file system, in bytes.
constexpr std::size_t kLongestTitle = 180;

/// The title without what a file's name cannot hold.
std::string fileTitle(std::string_view title) {
    std::string name(title.substr(0, kLongestTitle));
    // Not in the middle of a UTF-8 character: bytes after its first are 10xxxxxx.
    if (title.size() > name.size())
        while (!name.empty() && (static_cast<unsigned char>(title[name.size()]) & 0xC0) == 0x80)
            name.pop_back();
    for (char& c : name)
        if (c == '/' || std::iscntrl(static_cast<unsigned char>(c)))
            c = '_';
    if (name.empty() || name.front() == '.') // a hidden file is a lost file
        name.insert(name.begin(), '_');
    return name;
}

/// The size in bytes of the separator that `stands` where it is looked for; 0 if there is none.
template <class Stands>
std::size_t separatorSize(const Stands& stands) {
    const auto* found = std::ranges::find_if(kSeparators, stands);
    return found == std::end(kSeparators) ? 0 : found->size();
}

/// The pattern as it is when there is no range to be told.
std::string withoutRange(std::string pattern) {
    for (std::size_t at = pattern.find(kRange); at != std::string::npos;
         at = pattern.find(kRange)) {
        std::size_t begin = at;
        std::size_t end = at + kRange.size();
        const auto stands = [&](std::size_t i, char c) {
            return i < pattern.size() && pattern[i] == c;
        };
        for (const auto& [open, close] : {std::pair('(', ')'), std::pair('[', ']')})
            if (begin > 0 && stands(begin - 1, open) && stands(end, close)) {
                --begin;
                ++end;
                break;
            }
        const std::string_view whole = pattern;
        const auto endsBefore = [&](std::string_view s) {
            return whole.substr(0, begin).ends_with(s);
        };
        const auto startsBehind = [&](std::string_view s) {
            return whole.substr(end).starts_with(s);
        };
        while (const std::size_t size = separatorSize(endsBefore))
            begin -= size;
        // At the beginning of a name, a folder or a bracket it is what follows that was divided
        // from it.
        if (begin == 0 ||
            std::string_view("/([").find(pattern[begin - 1]) != std::string_view::npos)
            while (const std::size_t size = separatorSize(startsBehind))
                end += size;
        // A folder, or a name in one, that was nothing but the range.
        const bool startsName = begin == 0 || pattern[begin - 1] == '/';
        if (startsName && stands(end, '/'))
            ++end;
        else if (startsName && end == pattern.size() && begin > 0)
            --begin;
        pattern.erase(begin, end - begin);
    }
    return pattern;
}

/// "1m02.5", "1h02m03.5": a colon is no good in the names of some file systems.
std::string fileTime(double seconds, int decimals) {
    std::string text = timeText(seconds, decimals);
    const std::size_t minutes = text.rfind(':');
    text[minutes] = 'm';
    std::ranges::replace(text, ':', 'h');
    return text;
}

} // namespace

std::string_view unknownToken(std::string_view pattern) {
    for (std::size_t at = pattern.find('{'); at != std::string_view::npos;
         at = pattern.find('{', at + 1)) {
        const std::string_view rest = pattern.substr(at);
        if (rest.starts_with(kTitle) || rest.starts_with(kRange) || rest.starts_with(kPart))
            continue;
        const std::size_t close = rest.find('}');
        return close == std::string_view::npos ? rest : rest.substr(0, close + 1);
    }
    return {};
}

std::string rangeName(double fromSeconds, double toSeconds, double songSeconds) {
    if (fromSeconds <= 0 && toSeconds >= songSeconds)
        return {};
    const int decimals = toSeconds - fromSeconds < 1 ? 3 : 1;
    return fileTime(std::max(fromSeconds, 0.0), decimals) + "-" + fileTime(toSeconds, decimals);
}

std::string stemName(std::string_view pattern, std::string_view title, std::string_view range,
                     std::string_view part) {
    const std::string left =
        range.empty() ? withoutRange(std::string(pattern)) : std::string(pattern);
    const std::string fileName = fileTitle(title);
    std::string name;
    std::string_view rest = left;
    const auto fill = [&](std::string_view token, std::string_view text) {
        if (!rest.starts_with(token))
            return false;
        name += text;
        rest.remove_prefix(token.size());
        return true;
    };
    while (!rest.empty())
        if (!fill(kTitle, fileName) && !fill(kRange, range) && !fill(kPart, part)) {
            name += rest.front();
            rest.remove_prefix(1);
        }
    if (name.empty() || name.back() == '/')
        name += '_';
    return name;
}

} // namespace refrain
