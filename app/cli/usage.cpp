// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/usage.h"

#include "app/cli/output.h"

#include <charconv>
#include <memory>
#include <optional>

namespace refrain::cli {

namespace {

template <class T>
std::optional<T> parse(const std::string& text) {
    T value{};
    const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (status != std::errc{} || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

/// "a, b or c".
std::string listed(const std::vector<std::string>& words, const std::string& last = " or ") {
    std::string list = words.front();
    for (std::size_t i = 1; i < words.size(); ++i)
        list += (i + 1 < words.size() ? ", " : last) + words[i];
    return list;
}

/// Without a command nothing else can be told.
std::string missingCommand(const CLI::App* program) {
    const std::vector<std::string> rest = program->remaining();
    if (!rest.empty() && rest.front().starts_with('-'))
        return "there is no option \"" + rest.front() + "\"";
    std::vector<std::string> names;
    for (const CLI::App* command : program->get_subcommands({}))
        names.push_back(command->get_name());
    if (!rest.empty())
        return "there is no command \"" + rest.front() + "\"; there are " + listed(names, " and ");
    return "say what to do: " + listed(names);
}

/// What CLI11 found, in plain words.
std::string sentenceOf(const CLI::App* program, const CLI::Error& error) {
    std::string text = error.what();
    const std::string subject = text.substr(0, text.find(':'));
    if (error.get_name() == "RequiredError" && program->get_subcommands().empty())
        return missingCommand(program);
    if (error.get_name() == "ArgumentMismatch")
        return text.find("received") != std::string::npos ? subject + " is given more than once"
                                                          : subject + ": a value is missing";
    if (text.starts_with("The "))
        text[0] = 't';
    return text;
}

/// Breaks lines of more than `width` characters between words.
std::string wrapped(const std::string& text, std::size_t width) {
    std::string result;
    std::size_t lineStart = 0; // in result
    std::size_t lastSpace = std::string::npos;
    for (const char c : text) {
        result += c;
        if (c == '\n') {
            lineStart = result.size();
            lastSpace = std::string::npos;
        } else if (c == ' ') {
            lastSpace = result.size() - 1;
        }
        if (result.size() - lineStart > width && lastSpace != std::string::npos) {
            result[lastSpace] = '\n';
            lineStart = lastSpace + 1;
            lastSpace = std::string::npos;
        }
    }
    return result;
}

/// Help on lines that fit an ordinary terminal.
class WrappingFormatter : public CLI::Formatter {
public:
    std::string make_option_desc(const CLI::Option* option) const override {
        return wrapped(CLI::Formatter::make_option_desc(option), 100 - get_column_width());
    }
};

} // namespace

void explainUsage(CLI::App& program) {
    program.formatter(std::make_shared<WrappingFormatter>());
    program.get_formatter()->label("SUBCOMMAND", "COMMAND");
    program.set_help_flag("-h,--help", "Tell how to use this, and end");
    program.failure_message([](const CLI::App* app, const CLI::Error& error) {
        std::string name = app->get_name();
        for (const CLI::App* command : app->get_subcommands())
            name += " " + command->get_name();
        return name + ": " + sentenceOf(app, error) + ".\n\"" + name + " --help\" tells more.\n";
    });
}

CLI::Validator numberBetween(double lowest, double highest) {
    return CLI::Validator(
        [=](std::string& text) -> std::string {
            const std::optional<double> value = parse<double>(text);
            if (value && *value >= lowest && *value <= highest) // false for nan
                return {};
            return "\"" + text + "\" is not a number from " + plainNumber(lowest) + " to " +
                   plainNumber(highest);
        },
        "");
}

CLI::Validator wholeNumberBetween(Index lowest, Index highest) {
    return CLI::Validator(
        [=](std::string& text) -> std::string {
            const std::optional<Index> value = parse<Index>(text);
            if (value && *value >= lowest && *value <= highest)
                return {};
            return "\"" + text + "\" is not a whole number from " + std::to_string(lowest) +
                   " to " + std::to_string(highest);
        },
        "");
}

CLI::Validator oneOf(std::vector<std::string> words) {
    return CLI::Validator(
        [words = std::move(words)](std::string& text) -> std::string {
            if (std::ranges::find(words, text) != words.end())
                return {};
            return "\"" + text + "\" is not " + listed(words);
        },
        "");
}

} // namespace refrain::cli
