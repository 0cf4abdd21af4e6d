// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/document.h"

#include "core/audio/content_hash.h"
#include "core/base/error.h"
#include "core/base/text.h"
#include "core/playback/stereo_mix.h"
#include "ui/document/job_report.h"
#include "ui/document/paths.h"
#include "ui/document/remembered.h"

#include <new>
#include <utility>

namespace refrain {

namespace {

// Long enough not to write settings while a slider is dragged.
constexpr int kRememberAfterMilliseconds = 500;

/// What went wrong in the job that threw the current exception, for the user.
QString messageOfCurrentException() {
    try {
        throw;
    } catch (const Error& error) {
        return QString::fromUtf8(error.what());
    } catch (const std::bad_alloc&) {
        return Document::tr("There is not enough memory for this song; close other programs, or "
                            "cut the song into shorter pieces.");
    } catch (const std::exception& error) {
        return Document::tr("Something went wrong that should not: %1.")
            .arg(QString::fromUtf8(error.what()));
    }
}

/// What the worker does after the stage that it has just finished.
QString stageAfter(Stage stage, Method method) {
    switch (stage) {
    case Stage::clip:
        return Document::tr("Computing the spectrum");
    case Stage::stft:
        return method == Method::refrain ? Document::tr("Listening for what comes again")
                                         : Document::tr("Comparing all moments");
    case Stage::similar:
        return Document::tr("Finding what comes again");
    case Stage::median:
        return method == Method::refrain ? Document::tr("Following the voice")
                                         : Document::tr("Finishing");
    case Stage::cues:
        return Document::tr("Finishing");
    }
    return {};
}

} // namespace

/// What the worker has found, to be made visible.
struct Document::Finding {
    std::shared_ptr<const LevelPyramid> levels; // of the same frames; their shares may be older
    std::shared_ptr<const BackgroundShare> share;
    std::shared_ptr<const PitchTrack> pitch = {};
    bool complete = false;
    bool tooShort = false;
};

/// What the analysis of one song keeps from one run to the next. It is handed from job to job, and
/// so used by one thread at a time.
struct Document::Separation {
    Results results;
};

Document::Document(QObject* parent) : QObject(parent) {
    rememberLater_.setSingleShot(true);
    rememberLater_.setInterval(kRememberAfterMilliseconds);
    connect(&rememberLater_, &QTimer::timeout, this, &Document::remember);
}

Document::~Document() {
    remember();
}

template <class Call>
void Document::post(const int& number, int value, Call call) {
    QMetaObject::invokeMethod(
        this,
        [&number, value, call = std::move(call)] {
            if (number == value)
                call();
        },
        Qt::QueuedConnection);
}

template <class T>
void Document::replace(std::shared_ptr<const T>& member, std::shared_ptr<const T> value) {
    std::shared_ptr<const void> old = std::exchange(member, std::move(value));
    if (!old)
        return;
    // Views let go of it when they hear of the new one. Freeing hundreds of megabytes takes longer
    // than a frame, so it is left to the worker.
    QMetaObject::invokeMethod(
        this, [this, old]() mutable { follower_.dispose(std::move(old)); }, Qt::QueuedConnection);
}

void Document::open(const QString& path) {
    open(QString::fromUtf8(quoted(toPath(path).filename())),
         [file = toPath(path)](const Progress&) { return file; });
}

void Document::open(const QString& name,
                    std::function<std::filesystem::path(const Progress& progress)> find) {
    interrupted_ = interrupted_ || (song_ && !separated_ && job_.isRunning());
    const QString stage = tr("Reading %1").arg(name);
    beginJob(stage);
    reading_ = true;
    worker_.start(
        [this, job = jobNumber_, stage, find = std::move(find)](const std::stop_token& stop) {
            JobReport report([this, job](const JobState& state) {
                post(jobNumber_, job, [this, state] { setJob(state); });
            });
            try {
                report.begin(stage);
                const Progress progress = report.progress(stop);
                auto song = std::make_shared<Song>();
                song->path = find(progress.part(0, 0.1));
                song->file = readAudioFile(song->path, progress.part(0.1, 1));
                song->hash = contentHash(song->file.clip);
                if (song->file.clip.channelCount() > 2)
                    song->stereo = stereoMix({std::shared_ptr<const Song>(), &song->file.clip});
                progress.check();
                post(jobNumber_, job, [this, song] { adopt(song); });
            } catch (const Cancelled&) {
            } catch (...) {
                fail(job, messageOfCurrentException());
            }
        });
}

void Document::fail(int job, const QString& message) {
    post(jobNumber_, job, [this, message] {
        reading_ = false;
        setJob({});
        Q_EMIT failed(message);
        goOn();
    });
}

void Document::adopt(const std::shared_ptr<const Song>& song) {
    remember();
    replace(song_, song);
    replace(levels_, std::shared_ptr<const LevelPyramid>());
    replace(share_, std::shared_ptr<const BackgroundShare>());
    replace(pitch_, std::shared_ptr<const PitchTrack>());
    partLevels_.reset();
    focusSeconds_.reset();
    separated_ = false;
    stale_ = false;
    reading_ = interrupted_ = false;
    presets_.clearOtherSteps();
    if (const auto remembered = rememberedSettings(song->hash))
        settings_ = *remembered;
    else
        // The knobs stay where the hand left them; faders are of the song that was mixed.
        settings_ = {.inUse = {.knobs = settings_.inUse.knobs, .analysis = {}},
                     .other = {.knobs = settings_.inUse.knobs}};
    bothUsed_ = settings_.snapshot != 0;
    stopFollowing();
    follower_.dispose(std::exchange(separation_, std::make_shared<Separation>()));
    addRecentFile(fromPath(std::filesystem::absolute(song->path)));
    Q_EMIT songChanged();
    Q_EMIT settingsChanged();
    Q_EMIT resultsChanged();
    Q_EMIT partLevelsChanged();
    // In an event of its own: the window has just had enough to do for one frame.
    post(jobNumber_, jobNumber_, [this] { separate(); });
}

void Document::cancel() {
    ++jobNumber_;
    reading_ = false;
    worker_.cancel();
    setJob({});
    goOn();
}

void Document::goOn() {
    if (std::exchange(interrupted_, false) && !separated_)
        separate();
}

void Document::resume() {
    if (canResume())
        separate();
}

void Document::beginJob(const QString& stage) {
    ++jobNumber_;
    setJob({.stage = stage, .fraction = 0, .secondsLeft = {}});
}

void Document::setJob(const JobState& job) {
    job_ = job;
    Q_EMIT jobChanged();
}

void Document::apply(const SongSettings& all) {
    const SeparationSettings old = std::exchange(settings_, all).inUse;
    const SeparationSettings& settings = settings_.inUse;
    rememberLater_.start();
    if (settings.knobs != old.knobs)
        partLevels_.reset();
    Q_EMIT settingsChanged();
    if (settings.knobs != old.knobs) {
        Q_EMIT partLevelsChanged();
        measure();
    }
    if (settings.analysis == old.analysis || !song_)
        return;
    if (!reading_) {
        separate();
        return;
    }
    // The worker is reading another song and must not lose it. Should nothing come of that, this
    // one is taken up again.
    stopFollowing();
    interrupted_ = true;
    outdate();
}

/// There is this to know about the song, or nothing, rather than what was told before.
void Document::notice(const QString& sentence) {
    const QString old = std::exchange(noticed_, sentence);
    if (sentence == old)
        return;
    if (!old.isEmpty())
        Q_EMIT noticeOver(old);
    if (!sentence.isEmpty())
        Q_EMIT noticed(sentence);
}

/// What is known is that of settings that are no more.
void Document::outdate() {
    notice({});
    stale_ = stale_ || separated_;
    separated_ = false;
    partLevels_.reset();
    Q_EMIT resultsChanged();
    Q_EMIT partLevelsChanged();
}

void Document::stopFollowing() {
    ++followNumber_;
    follower_.cancel();
    drawing_ = false;
    next_ = nullptr;
}

void Document::separate() {
    stopFollowing();
    interrupted_ = false;
    // What is known of a part of the song only is not worth keeping.
    outdate();
    beginJob(tr("Computing the spectrum"));
    const AnalysisSettings& analysis = settings_.inUse.analysis;
    // The levels need not be made anew if only the shares are to change; but shares of a part of
    // the song, found with other settings, must not stay, and they go when levels come.
    const StftParams params = refrain::stftParams(analysis, song_->file.clip.sampleRate);
    const bool keep = stale_ || !share_;
    const auto known = keep && levels_ && levels_->params == params ? levels_ : nullptr;
    worker_.start([this, job = jobNumber_, method = analysis.method, separation = separation_,
                   params, known, firstTime = !stale_,
                   inputs = Inputs{clipOf(song_), analysis, focusSeconds_}](
                      const std::stop_token& stop) {
        JobReport report([this, job](const JobState& state) {
            post(jobNumber_, job, [this, state] { setJob(state); });
        });
        try {
            const Progress progress = report.progress(stop);
            report.begin(tr("Computing the spectrum"));
            auto levels = known;
            if (!levels) {
                levels = std::make_shared<const LevelPyramid>(
                    makeLevelPyramid(*inputs.song, params, progress.part(0, 0.05)));
                if (firstTime)
                    post(jobNumber_, job, [this, levels] {
                        replace(levels_, levels);
                        replace(share_, std::shared_ptr<const BackgroundShare>());
                        Q_EMIT resultsChanged();
                    });
            }
            Results& results = separation->results;
            const auto grew = [&](const std::shared_ptr<const BackgroundShare>& share) {
                post(jobNumber_, job,
                     [this, levels, share] { show({.levels = levels, .share = share}); });
            };
            update(
                results, inputs, progress.part(0.05, 1),
                [&](Stage stage) { report.begin(stageAfter(stage, method)); },
                firstTime ? grew : std::function<void(std::shared_ptr<const BackgroundShare>)>());
            post(jobNumber_, job,
                 [this, finding = Finding{.levels = levels,
                                          .share = results.share.value(),
                                          .pitch = results.pitch,
                                          .complete = true,
                                          .tooShort = results.tooShort()}] { show(finding); });
        } catch (const Cancelled&) {
        } catch (...) {
            const QString message = messageOfCurrentException();
            post(jobNumber_, job, [this, message] {
                setJob({});
                Q_EMIT failed(message);
            });
        }
    });
}

void Document::show(const Finding& finding) {
    // What comes while one is drawn waits, and only the latest is drawn then.
    next_ = std::make_unique<Finding>(finding);
    if (!drawing_)
        showNext();
}

void Document::showNext() {
    if (!next_)
        return;
    drawing_ = true;
    const auto finding = std::shared_ptr<const Finding>(std::move(next_));
    // Strips that were drawn already need not be drawn again.
    const bool sameFrames = levels_ && levels_->params == finding->levels->params;
    follower_.start([this, number = ++followNumber_, finding,
                     levels = sameFrames ? levels_ : finding->levels](const std::stop_token& stop) {
        try {
            const auto drawn = std::make_shared<const LevelPyramid>(
                withShare(*levels, *finding->share, Progress(stop)));
            post(followNumber_, number, [this, finding, drawn] {
                drawing_ = false;
                replace(levels_, drawn);
                replace(share_, finding->share);
                if (finding->complete) {
                    replace(pitch_, finding->pitch);
                    separated_ = true;
                    stale_ = false;
                    setJob({});
                }
                Q_EMIT resultsChanged();
                if (finding->complete)
                    notice(finding->tooShort ? tr("The song is too short for anything in it to "
                                                  "come again: all of it is foreground.")
                                             : QString());
                if (finding->complete)
                    measure();
                else
                    showNext();
            });
        } catch (const Cancelled&) {
        } catch (...) {
            const QString message = messageOfCurrentException();
            post(followNumber_, number, [this, message] {
                cancel();
                Q_EMIT failed(message);
            });
        }
    });
}

void Document::measure() {
    if (!separated_)
        return;
    follower_.start([this, number = ++followNumber_, clip = clipOf(song_), params = levels_->params,
                     share = share_, knobs = settings_.inUse.knobs](const std::stop_token& stop) {
        try {
            post(followNumber_, number,
                 [this,
                  levels = measureParts(*clip, params, *share, MaskCurve(knobs), Progress(stop))] {
                     partLevels_ = levels;
                     Q_EMIT partLevelsChanged();
                 });
        } catch (const Cancelled&) {
        } catch (...) {
            const QString message = messageOfCurrentException();
            post(followNumber_, number, [this, message] { Q_EMIT failed(message); });
        }
    });
}

void Document::remember() {
    rememberLater_.stop();
    if (song_)
        rememberSettings(song_->hash, settings_);
}

} // namespace refrain
