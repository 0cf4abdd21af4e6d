// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/separation/stem_export.h"

#include "core/audio/resample.h"
#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/separation/stems.h"

#include <algorithm>
#include <cctype>
#include <chrono>
#include <cmath>
#include <functional>

namespace refrain {

namespace {

// A part is turned down when it would exceed full scale; it is then left this far below it, which
// is room for rounding and dither.
constexpr double kCeiling = 1 - 0x1p-14;

// What is left of a title that would make a name too long for a file system, in bytes.
constexpr std::size_t kLongestTitle = 180;

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

/// Samples of one stretch of the song: `[part][channel][sample]`.
using Block = std::vector<std::vector<std::vector<float>>>;

/// Renders the wanted samples stretch by stretch, several at a time, and hands the stretches to
/// `consume` in order.
void renderInOrder(const SeparatedSong& song, std::span<const GainTable* const> tables,
                   const ExportSettings& settings, const Progress& progress,
                   const std::function<void(const Block&)>& consume) {
    const Index blockLength = renderBlockLength(song.params);
    const Index blockCount = (settings.count + blockLength - 1) / blockLength;
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
                        blocks[i] =
                            renderer.render(settings.first + start,
                                            std::min(blockLength, settings.count - start), tables);
                    });
        for (const Block& block : blocks) {
            progress.check();
            consume(block);
        }
    }
}

/// What was learnt by writing all parts once.
struct Written {
    float peak = 0;               // the highest of all parts, before the gain
    std::vector<double> energies; // of each part
    double seconds = 0;           // spent on writing, not on rendering
};

/// Writes all parts once, turned down by `gain`.
Written writeParts(const SeparatedSong& song, const MaskCurve& curve,
                   const ExportSettings& settings, std::span<const int> descriptors, int sampleRate,
                   double gain, const Progress& progress) {
    AudioFileHeader header{
        .sampleRate = sampleRate,
        .channelCount = song.clip.channelCount(),
        .length = resampledLength(settings.count, song.clip.sampleRate, sampleRate),
        .tags = song.tags,
        .speakers = song.speakers,
    };
    std::vector<const GainTable*> tables;
    std::vector<StemFile> files;
    for (std::size_t i = 0; i < settings.parts.size(); ++i) {
        header.ditherSeed = static_cast<int>(settings.parts[i]);
        tables.push_back(&curve.of(settings.parts[i]));
        files.emplace_back(settings.format, descriptors[i],
                           stemFile(settings, song.title, settings.parts[i]), header,
                           song.clip.sampleRate);
    }

    Written written;
    written.energies.resize(files.size());
    using Clock = std::chrono::steady_clock;
    Clock::duration time{};
    renderInOrder(song, tables, settings, progress, [&](const Block& block) {
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

} // namespace

std::filesystem::path stemFile(const ExportSettings& settings, std::string_view title, Part part) {
    std::string name;
    std::string_view rest = settings.namePattern;
    while (!rest.empty()) {
        if (rest.starts_with("{title}")) {
            name += fileTitle(title);
            rest.remove_prefix(7);
        } else if (rest.starts_with("{part}")) {
            name += partName(part);
            rest.remove_prefix(6);
        } else {
            name += rest.front();
            rest.remove_prefix(1);
        }
    }
    return settings.folder / (name + "." + std::string(fileEnding(settings.format.container)));
}

ExportReport exportStems(const SeparatedSong& song, const MaskCurve& curve,
                         const ExportSettings& settings, StagedFiles& files,
                         const Progress& progress) {
    ExportReport report;
    report.sampleRate =
        writableRate(settings.format, song.clip.sampleRate, song.clip.channelCount());
    std::vector<int> descriptors;
    for (const Part part : settings.parts)
        descriptors.push_back(files.create(stemFile(settings, song.title, part)));

    const auto write = [&](double gain, const Progress& part) {
        Written written =
            writeParts(song, curve, settings, descriptors, report.sampleRate, gain, part);
        report.writeSeconds += written.seconds;
        return written;
    };
    // Whether a part clips is known only when all of it is there. Most do not; then once is enough.
    const Written written = write(1, progress.part(0, 0.5));
    if (settings.format.clips() && written.peak > 1) {
        const double gain = kCeiling / written.peak;
        report.gainDecibels = 20 * std::log10(gain);
        write(gain, progress.part(0.5, 1));
    }

    const double songEnergy = energyOf(song.clip.channels, settings.first, settings.count);
    for (std::size_t i = 0; i < settings.parts.size(); ++i)
        report.stems.push_back(
            {settings.parts[i], stemFile(settings, song.title, settings.parts[i]),
             10 * std::log10(songEnergy > 0 ? written.energies[i] / songEnergy : 0)});
    progress.report(1);
    return report;
}

} // namespace refrain
