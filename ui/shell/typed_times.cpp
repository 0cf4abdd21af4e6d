// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/typed_times.h"

#include "core/base/error.h"
#include "core/base/text.h"

#include <QRegularExpression>
#include <algorithm>

namespace refrain {

namespace {

/// With colons for letters: "1m23" becomes "1:23", and "1h30" "1:30:0".
QString withColons(const QString& text) {
    static const QRegularExpression letters(
        QStringLiteral("^(?:(?<h>\\d+)h)?(?:(?<m>\\d+)(?:m|min|$))?(?:(?<s>[\\d.]+)s?)?$"));
    static const QRegularExpression seconds(QStringLiteral("^(?<s>[\\d.]+)s$"));
    if (const auto match = seconds.match(text); match.hasMatch())
        return match.captured(u"s");
    if (!text.contains('h') && !text.contains('m'))
        return text;
    const auto match = letters.match(text);
    if (!match.hasMatch())
        return text;
    const auto field = [&match](const char16_t* name) {
        const QString found = match.captured(QStringView(name));
        return found.isEmpty() ? QStringLiteral("0") : found;
    };
    const QString minutes = field(u"m") + QLatin1Char(':') + field(u"s");
    return match.captured(u"h").isEmpty() ? minutes : field(u"h") + QLatin1Char(':') + minutes;
}

std::optional<double> moment(const QString& text) {
    try {
        return parseTime(withColons(text).toStdString(), "");
    } catch (const Error&) {
        return {};
    }
}

} // namespace

std::optional<TypedTimes> typedTimes(const QString& text) {
    QString plain = text.toLower();
    plain.remove(QRegularExpression(QStringLiteral("\\s")));
    plain.replace(QLatin1Char(','), QLatin1Char('.'));
    for (const char16_t dash : {u'\u2013', u'\u2014', u'\u2212'})
        plain.replace(QChar(dash), QLatin1Char('-'));
    const qsizetype between =
        std::max(plain.indexOf(QLatin1Char('-')), plain.indexOf(QLatin1Char('+')));
    const auto from = moment(plain.left(between));
    if (!from)
        return {};
    if (between < 0)
        return TypedTimes{.from = *from};
    const auto second = moment(plain.mid(between + 1));
    if (!second)
        return {};
    const double to = plain[between] == QLatin1Char('+') ? *from + *second : *second;
    return TypedTimes{.from = std::min(*from, to), .to = std::max(*from, to)};
}

} // namespace refrain
