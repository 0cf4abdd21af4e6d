// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/remembered.h"

#include <QDateTime>
#include <QSettings>
#include <algorithm>

namespace refrain {

namespace {

constexpr int kRecentFiles = 10;
constexpr Index kRememberedSongs = 1000;

const QString kPresetsKey = QStringLiteral("presets");
const QString kSongsKey = QStringLiteral("songs");
const QString kRecentKey = QStringLiteral("recentFiles");
const QString kNameKey = QStringLiteral("name");
const QString kBackgroundKey = QStringLiteral("backgroundMargin");
const QString kForegroundKey = QStringLiteral("foregroundMargin");
const QString kPowerKey = QStringLiteral("power");
const QString kMethodKey = QStringLiteral("method");
const QString kVoiceAboveKey = QStringLiteral("voiceAboveHertz");
const QString kWidthKey = QStringLiteral("widthSeconds");
const QString kNeighboursKey = QStringLiteral("neighbours");
const QString kFftSizeKey = QStringLiteral("fftSize");
const QString kMutedSuffix = QStringLiteral("Muted");
const QString kSoloSuffix = QStringLiteral("Solo");
const QString kSnapshotKey = QStringLiteral("snapshot");
const QString kOtherKey = QStringLiteral("otherSnapshot");
const QString kTimeKey = QStringLiteral("lastOpen");

/// The number under `key`, or else `value`, if it is missing or out of range.
double number(const QSettings& settings, const QString& key, double value, double lowest,
              double highest) {
    bool ok = false;
    const double stored = settings.value(key).toDouble(&ok);
    return ok && stored >= lowest && stored <= highest ? stored : value;
}

MaskSettings readKnobs(const QSettings& settings) {
    const MaskSettings usual;
    return {.backgroundMargin = number(settings, kBackgroundKey, usual.backgroundMargin,
                                       kMarginRange[0], kMarginRange[1]),
            .foregroundMargin = number(settings, kForegroundKey, usual.foregroundMargin,
                                       kMarginRange[0], kMarginRange[1]),
            .power = number(settings, kPowerKey, usual.power, kPowerRange[0], kPowerRange[1])};
}

void writeKnobs(QSettings& settings, const MaskSettings& knobs) {
    settings.setValue(kBackgroundKey, knobs.backgroundMargin);
    settings.setValue(kForegroundKey, knobs.foregroundMargin);
    settings.setValue(kPowerKey, knobs.power);
}

AnalysisSettings readAnalysis(const QSettings& settings) {
    AnalysisSettings analysis;
    const QString method = settings.value(kMethodKey).toString();
    // Not librosa: the window does not offer it, and its share has another rate than the song.
    for (const Method each : {Method::repeating, Method::refrain})
        if (method == QString::fromUtf8(methodName(each).data()))
            analysis.method = each;
    analysis.voiceAboveHertz = number(settings, kVoiceAboveKey, analysis.voiceAboveHertz, 0, 20000);
    analysis.widthSeconds = number(settings, kWidthKey, analysis.widthSeconds, 0.1, 60);
    analysis.neighbours = static_cast<Index>(number(settings, kNeighboursKey, 0, 0, 10000));
    const auto fftSize = static_cast<Index>(number(settings, kFftSizeKey, 0, 64, 131072));
    analysis.fftSize = fftSize % 4 == 0 ? fftSize : 0;
    return analysis;
}

void writeAnalysis(QSettings& settings, const AnalysisSettings& analysis) {
    settings.setValue(kMethodKey, QString::fromUtf8(methodName(analysis.method).data()));
    settings.setValue(kVoiceAboveKey, analysis.voiceAboveHertz);
    settings.setValue(kWidthKey, analysis.widthSeconds);
    settings.setValue(kNeighboursKey, static_cast<qlonglong>(analysis.neighbours));
    settings.setValue(kFftSizeKey, static_cast<qlonglong>(analysis.fftSize));
}

// By Part, as the faders are.
const QString kFaderKeys[] = {QStringLiteral("foregroundFader"), QStringLiteral("backgroundFader"),
                              QStringLiteral("residualFader")};

Faders readFaders(const QSettings& settings) {
    Faders faders;
    for (std::size_t i = 0; i < faders.size(); ++i) {
        const QString& key = kFaderKeys[i];
        faders[i] = {.decibels = number(settings, key, 0, kFaderRange[0], kFaderRange[1]),
                     .muted = settings.value(key + kMutedSuffix).toBool(),
                     .solo = settings.value(key + kSoloSuffix).toBool()};
    }
    return faders;
}

void writeFaders(QSettings& settings, const Faders& faders) {
    for (std::size_t i = 0; i < faders.size(); ++i) {
        settings.setValue(kFaderKeys[i], faders[i].decibels);
        settings.setValue(kFaderKeys[i] + kMutedSuffix, faders[i].muted);
        settings.setValue(kFaderKeys[i] + kSoloSuffix, faders[i].solo);
    }
}

QString songName(std::uint64_t hash) {
    return QStringLiteral("%1").arg(hash, 16, 16, QLatin1Char('0'));
}

/// Forgets the songs that were not open for longest.
void forgetOldest(QSettings& settings) {
    QStringList songs = settings.childGroups();
    if (songs.size() <= kRememberedSongs)
        return;
    const auto time = [&](const QString& song) {
        return settings.value(song + QLatin1Char('/') + kTimeKey).toLongLong();
    };
    std::ranges::sort(songs, std::ranges::greater(), time);
    for (Index i = kRememberedSongs; i < songs.size(); ++i)
        settings.remove(songs[i]);
}

} // namespace

std::vector<UserPreset> userPresets() {
    QSettings settings;
    std::vector<UserPreset> presets;
    const int count = settings.beginReadArray(kPresetsKey);
    for (int i = 0; i < count; ++i) {
        settings.setArrayIndex(i);
        const QString name = settings.value(kNameKey).toString();
        if (!name.isEmpty())
            presets.push_back({name, readKnobs(settings)});
    }
    return presets;
}

void setUserPresets(const std::vector<UserPreset>& presets) {
    QSettings settings;
    settings.remove(kPresetsKey);
    settings.beginWriteArray(kPresetsKey, static_cast<int>(presets.size()));
    for (int i = 0; i < static_cast<int>(presets.size()); ++i) {
        settings.setArrayIndex(i);
        settings.setValue(kNameKey, presets[i].name);
        writeKnobs(settings, presets[i].knobs);
    }
}

std::optional<SongSettings> rememberedSettings(std::uint64_t hash) {
    QSettings settings;
    settings.beginGroup(kSongsKey);
    settings.beginGroup(songName(hash));
    if (!settings.contains(kTimeKey))
        return {};
    SongSettings song = {.inUse = {.knobs = readKnobs(settings),
                                   .analysis = readAnalysis(settings),
                                   .faders = readFaders(settings)},
                         .snapshot = settings.value(kSnapshotKey).toInt() == 1 ? 1 : 0};
    song.other = snapshotOf(song.inUse);
    if (settings.childGroups().contains(kOtherKey)) {
        settings.beginGroup(kOtherKey);
        song.other = {readKnobs(settings), readFaders(settings)};
    }
    return song;
}

void rememberSettings(std::uint64_t hash, const SongSettings& song) {
    QSettings settings;
    settings.beginGroup(kSongsKey);
    settings.beginGroup(songName(hash));
    writeKnobs(settings, song.inUse.knobs);
    writeAnalysis(settings, song.inUse.analysis);
    writeFaders(settings, song.inUse.faders);
    settings.setValue(kSnapshotKey, song.snapshot);
    settings.beginGroup(kOtherKey);
    writeKnobs(settings, song.other.knobs);
    writeFaders(settings, song.other.faders);
    settings.endGroup();
    settings.setValue(kTimeKey, QDateTime::currentSecsSinceEpoch());
    settings.endGroup();
    forgetOldest(settings);
}

QStringList recentFiles() {
    return QSettings().value(kRecentKey).toStringList().mid(0, kRecentFiles);
}

void addRecentFile(const QString& path) {
    QStringList files = recentFiles();
    files.removeAll(path);
    files.prepend(path);
    QSettings().setValue(kRecentKey, files.mid(0, kRecentFiles));
}

void removeRecentFile(const QString& path) {
    QStringList files = recentFiles();
    files.removeAll(path);
    QSettings().setValue(kRecentKey, files);
}

void clearRecentFiles() {
    QSettings().remove(kRecentKey);
}

} // namespace refrain
