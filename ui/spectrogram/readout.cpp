// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/spectrogram/readout.h"

#include "core/base/text.h"
#include "core/picture/level_range.h"
#include "ui/document/number_label.h"

#include <algorithm>
#include <cmath>

namespace refrain {

QString timeLabel(double seconds) {
    return QString::fromStdString(timeText(std::max(0.0, seconds), 3));
}

QString frequencyLabel(double hertz) {
    if (hertz >= 9999.5)
        return QString::fromStdString(numberText(hertz / 1000, 2)) + QStringLiteral(" kHz");
    return QString::fromStdString(numberText(hertz, hertz < 999.95 ? 1 : 0)) +
           QStringLiteral(" Hz");
}

QString noteLabel(double hertz) {
    constexpr double kLowestHertz = 16;
    if (hertz < kLowestHertz)
        return {};
    static const char* const kNames[] = {"C", "C\u266f", "D", "D\u266f", "E", "F", "F\u266f",
                                         "G", "G\u266f", "A", "A\u266f", "B"};
    const double steps = 69 + 12 * std::log2(hertz / 440); // as MIDI counts them
    const auto note = std::lround(steps);
    const auto cents = std::lround(100 * (steps - static_cast<double>(note)));
    const QString name = QString::fromUtf8(kNames[note % 12]) + QString::number(note / 12 - 1);
    return name + (cents < 0 ? QStringLiteral(" ") : QStringLiteral(" +")) +
           numberLabel(static_cast<double>(cents), 0) +
           (std::abs(cents) == 1 ? QStringLiteral(" cent") : QStringLiteral(" cents"));
}

QString levelLabel(double decibels) {
    return decibels <= kFloorDecibels ? QStringLiteral("silent")
                                      : numberLabel(decibels, 1) + QStringLiteral(" dB");
}

std::vector<ReadoutField> readoutFields(const Readout& readout, Panel panel, double songSeconds) {
    constexpr double kWidestVoice = 408; // G sharp and some cents below
    constexpr double kWidestNote = 64 * kWidestVoice;
    const auto share = [](double part) {
        return QStringLiteral("background share %1 %").arg(std::lround(part * 100));
    };
    const auto voice = [](double hertz) {
        return QStringLiteral("voice at %1").arg(noteLabel(hertz));
    };
    std::vector<ReadoutField> fields;
    if (panel == Panel::full) {
        fields.push_back({timeLabel(readout.seconds), timeLabel(songSeconds)});
        fields.push_back({frequencyLabel(readout.hertz), frequencyLabel(99999)});
        if (const QString note = noteLabel(readout.hertz); !note.isEmpty())
            fields.push_back({note, noteLabel(kWidestNote)});
    }
    if (panel == Panel::background && readout.backgroundShare)
        fields.push_back({share(*readout.backgroundShare), share(1)});
    if (panel == Panel::foreground && readout.voiceHertz)
        fields.push_back({voice(*readout.voiceHertz), voice(kWidestVoice)});
    return fields;
}

Readout readAt(const LevelPyramid& pyramid, const std::array<PanelGains, kViewPanels.size()>& gains,
               const PitchTrack* pitch, double seconds, double hertz) {
    Readout readout{.seconds = seconds, .hertz = hertz};
    const Index frame =
        std::clamp<Index>(std::lround(seconds * pyramid.framesPerSecond()), 0, pyramid.frames - 1);
    const Index bin = std::clamp<Index>(
        std::lround(hertz / pyramid.params.hertz(1, pyramid.sampleRate)), 0, pyramid.bins() - 1);
    const LevelCell cell = pyramid.cell(frame, bin);
    const bool known = pyramid.shareKnown(frame);
    for (std::size_t panel = 0; panel < kViewPanels.size(); ++panel)
        if (known || kViewPanels[panel] == Panel::full)
            readout.decibels[panel] = std::max<double>(
                kFloorDecibels, pyramid.decibels(levelOf(cell)) + gains[panel][shareByteOf(cell)]);
    if (known)
        readout.backgroundShare = static_cast<double>(shareByteOf(cell)) / (kCellShareSteps - 1);
    if (pitch && isSung(*pitch, frame))
        readout.voiceHertz = pitch->hertz[frame];
    return readout;
}

} // namespace refrain
