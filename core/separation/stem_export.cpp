// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/stem_export.h"

#include "core/audio/resample.h"
#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/separation/stems.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>

namespace refrain {

namespace {

// A part is turned down when it would exceed full scale; it is then left this far below it, which
// is room for rounding and dither.
constexpr double kCeiling = 1 - 0x1p-14;

/// One part on its way into a file.
class StemFile {
public:
    StemFile(const AudioFormat& format, int descriptor, const std::filesystem::path& target,
             const AudioFileHeader& header, int songRate)
        : writer_(descriptor, target, format, header), scaled_(header.channelCount) {
        if (header.sampleRate != songRate)
            for (Index channel = 0; channel < header.channelCount; ++channel)
                resamplers_.emplace_back(songRate, header.sampleRate);
    }

    void write(const std::vector<std::vector<float>>& channels, float gain) {
        for (std::size_t i = 0; i < channels.size(); ++i) {
            scaled_[i].clear();
            if (resamplers_.empty())
                scaled_[i] = channels[i];
            else
                resamplers_[i].process(channels[i], scaled_[i]);
        }
        pass(gain);
    }

    void finish(float gain) {
        for (std::size_t i = 0; i < resamplers_.size(); ++i) {
            scaled_[i].clear();
            resamplers_[i].finish(scaled_[i]);
        }
        if (!resamplers_.empty())
            pass(gain);
        writer_.close();
    }

    /// The largest sample so far, before the gain.
    float peak() const { return peak_; }

private:
    void pass(float gain) {
        for (auto& channel : scaled_)
            for (float& sample : channel) {
                peak_ = std::max(peak_, std::abs(sample));
                sample *= gain;
            }
        writer_.write(std::vector<std::span<const float>>(scaled_.begin(), scaled_.end()));
    }

    AudioWriter writer_;
    std::vector<Resampler> resamplers_; // one for each channel, or none
    std::vector<std::vector<float>> scaled_;
    float peak_ = 0;
};

double energyOf(const std::vector<std::vector<float>>& channels, Index first, Index count) {
    double energy = 0;
    for (const auto& channel : channels)
        for (const float sample : std::span(channel).subspan(first, count))
            energy += double{sample} * sample;
    return energy;
}

/// One of the files: its name and what is in it.
struct Content {
    std::string_view name;
    const GainTable* gains; // null: the song itself
    int ditherSeed;         // as the parts are to add up
};

std::vector<Content> contentsOf(const MaskCurve& curve, const ExportSettings& settings) {
    std::vector<Content> contents;
    for (const Part part : settings.parts)
        contents.push_back({partName(part), &curve.of(part), static_cast<int>(part)});
    if (settings.mix)
        contents.push_back(
            {kMixName, settings.mix->gains.get(), static_cast<int>(std::ssize(kParts))});
    return contents;
}

/// Samples of one stretch of the song: `[file][channel][sample]`.
using Block = std::vector<std::vector<std::vector<float>>>;

std::vector<std::vector<float>> stretchOf(const AudioClip& clip, Index first, Index count) {
    std::vector<std::vector<float>> stretch;
    for (const auto& channel : clip.channels)
        stretch.emplace_back(channel.begin() + first, channel.begin() + first + count);
    return stretch;
}

/// Renders the wanted samples stretch by stretch, several at a time, and hands the stretches to
/// `consume` in order.
void renderInOrder(const SeparatedSong& song, std::span<const Content> contents,
                   const ExportSettings& settings, const Progress& progress,
                   const std::function<void(const Block&)>& consume) {
    const Index blockLength = renderBlockLength(song.params);
    const Index blockCount = (settings.count + blockLength - 1) / blockLength;
    std::vector<const GainTable*> tables;
    for (const Content& content : contents)
        if (content.gains)
            tables.push_back(content.gains);
    const bool withSong = tables.size() < contents.size(); // which is the last one then
    // A few for each thread, so that none of them waits long for the others.
    const Index atOnce = 4 * threadCount();

    for (Index firstBlock = 0; firstBlock < blockCount; firstBlock += atOnce) {
        const Index endBlock = std::min(firstBlock + atOnce, blockCount);
        const auto fraction = [&](Index block) {
            return static_cast<double>(block) / static_cast<double>(blockCount);
        };
        std::vector<Block> blocks(endBlock - firstBlock);
        parallelFor(endBlock - firstBlock, progress.part(fraction(firstBlock), fraction(endBlock)),
                    [&](Index i) {
                        const Index start = (firstBlock + i) * blockLength;
                        StemRenderer renderer(song.clip, song.params, song.share);
                        const Index count = std::min(blockLength, settings.count - start);
                        blocks[i] = renderer.render(settings.first + start, count, tables);
                        if (withSong)
                            blocks[i].push_back(
                                stretchOf(song.clip, settings.first + start, count));
                    });
        for (const Block& block : blocks) {
            progress.check();
            consume(block);
        }
    }
}

/// `part`: what stands for it in the name.
std::filesystem::path fileOf(const ExportSettings& settings, std::string_view title,
                             std::string_view part) {
    return settings.folder / (stemName(settings.namePattern, title, settings.range, part) + "." +
                              std::string(fileEnding(settings.format.container)));
}

/// What was learnt by writing all files once.
struct Written {
    float peak = 0;               // the highest of all parts, before the gain
    std::vector<double> energies; // of each part
    double seconds = 0;           // spent on writing, not on rendering
};

/// Writes all files once, turned down by `gain`.
Written writeAll(const SeparatedSong& song, std::span<const Content> contents,
                 const ExportSettings& settings, std::span<const int> descriptors, int sampleRate,
                 double gain, const Progress& progress) {
    AudioFileHeader header{
        .sampleRate = sampleRate,
        .channelCount = song.clip.channelCount(),
        .length = resampledLength(settings.count, song.clip.sampleRate, sampleRate),
        .tags = song.tags,
        .speakers = song.speakers,
    };
    std::vector<StemFile> files;
    for (std::size_t i = 0; i < contents.size(); ++i) {
        header.ditherSeed = contents[i].ditherSeed;
        files.emplace_back(settings.format, descriptors[i],
                           fileOf(settings, song.title, contents[i].name), header,
                           song.clip.sampleRate);
    }

    Written written;
    written.energies.resize(files.size());
    using Clock = std::chrono::steady_clock;
    Clock::duration time{};
    renderInOrder(song, contents, settings, progress, [&](const Block& block) {
        const auto start = Clock::now();
        for (std::size_t i = 0; i < files.size(); ++i) {
            written.energies[i] += energyOf(block[i], 0, std::ssize(block[i].front()));
            files[i].write(block[i], static_cast<float>(gain));
        }
        time += Clock::now() - start;
    });
    const auto start = Clock::now();
    for (StemFile& file : files) {
        progress.check();
        file.finish(static_cast<float>(gain));
        written.peak = std::max(written.peak, file.peak());
    }
    time += Clock::now() - start;
    written.seconds = std::chrono::duration<double>(time).count();
    return written;
}

} // namespace

void setRange(ExportSettings& settings, double fromSeconds, double toSeconds, int sampleRate,
              Index length) {
    settings.first = std::min<Index>(std::llround(fromSeconds * sampleRate), length - 1);
    const auto end = std::min<Index>(std::llround(toSeconds * sampleRate), length);
    settings.count = std::max<Index>(1, end - settings.first);
}

std::filesystem::path stemFile(const ExportSettings& settings, std::string_view title, Part part) {
    return fileOf(settings, title, partName(part));
}

std::vector<std::filesystem::path> stemFiles(const ExportSettings& settings,
                                             std::string_view title) {
    std::vector<std::filesystem::path> files;
    for (const Part part : settings.parts)
        files.push_back(fileOf(settings, title, partName(part)));
    if (settings.mix)
        files.push_back(fileOf(settings, title, kMixName));
    return files;
}

ExportReport exportStems(const SeparatedSong& song, const MaskCurve& curve,
                         const ExportSettings& settings, StagedFiles& files,
                         const Progress& progress) {
    ExportReport report;
    report.sampleRate = writableRate(
        settings.format, settings.sampleRate > 0 ? settings.sampleRate : song.clip.sampleRate,
        song.clip.channelCount());
    const std::vector<Content> contents = contentsOf(curve, settings);
    std::vector<int> descriptors;
    for (const std::filesystem::path& file : stemFiles(settings, song.title))
        descriptors.push_back(files.create(file));

    const auto write = [&](double gain, const Progress& part) {
        Written written =
            writeAll(song, contents, settings, descriptors, report.sampleRate, gain, part);
        report.writeSeconds += written.seconds;
        return written;
    };
    // Whether a part clips is known only when all of it is there. Most do not; then once is enough.
    const Written written = write(1, progress.part(0, 0.5));
    if (settings.avoidClipping && settings.format.clips() && written.peak > 1) {
        const double gain = kCeiling / written.peak;
        report.gainDecibels = 20 * std::log10(gain);
        write(gain, progress.part(0.5, 1));
    }

    const double songEnergy = energyOf(song.clip.channels, settings.first, settings.count);
    for (std::size_t i = 0; i < contents.size(); ++i)
        report.stems.push_back(
            {contents[i].name, fileOf(settings, song.title, contents[i].name),
             10 * std::log10(songEnergy > 0 ? written.energies[i] / songEnergy : 0)});
    progress.report(1);
    return report;
}

} // namespace refrain
