// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/array2d.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace refrain::cli {

// Exit codes besides 0; see interrupt.h for the last one.
constexpr int kFailed = 1;     // the world is at fault
constexpr int kWrongUsage = 2; // whoever wrote the command line is

/// Help and messages in plain words, for the program and for the commands that are added later.
void explainUsage(CLI::App& program);

// CLI11 has validators like these, but takes "nan" for a number in any range, and says "Value 21
// not in range 0.100000 to 20.000000".
CLI::Validator numberBetween(double lowest, double highest);
CLI::Validator wholeNumberBetween(Index lowest, Index highest);

/// One of these words.
CLI::Validator oneOf(std::vector<std::string> words);

/// Words for the values of an option.
template <class T>
using Choices = std::vector<std::pair<std::string, T>>;

template <class T>
CLI::Validator oneOf(const Choices<T>& choices) {
    std::vector<std::string> words;
    for (const auto& [word, value] : choices)
        words.push_back(word);
    return oneOf(std::move(words));
}

template <class T>
T valueOf(const Choices<T>& choices, const std::string& word) {
    return std::ranges::find(choices, word, &std::pair<std::string, T>::first)->second;
}

/// An option that sets `value`, which must outlive the command, to what a word stands for.
/// (`CLI::CheckedTransformer` would also take the numbers behind the words.)
template <class T>
CLI::Option* addChoice(CLI::App& command, const std::string& name, T& value,
                       const Choices<T>& choices, const std::string& help) {
    return command
        .add_option_function<std::string>(
            name, [&value, choices](const std::string& word) { value = valueOf(choices, word); },
            help)
        ->check(oneOf(choices))
        ->type_name("NAME");
}

} // namespace refrain::cli
