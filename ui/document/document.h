// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/worker.h"
#include "core/picture/level_pyramid.h"
#include "core/separation/part_levels.h"
#include "ui/document/job_state.h"
#include "ui/document/presets.h"
#include "ui/document/song.h"
#include "ui/document/song_settings.h"

#include <QObject>
#include <QTimer>
#include <QUndoStack>
#include <functional>
#include <memory>
#include <optional>

namespace refrain {

/// What is open: a song, how it is to be separated, and what is known of its parts so far. The one
/// place that changes; widgets look at it, ask it for changes, and follow its signals.
///
/// Long work happens on a worker, which is given copies and shared immutable values, and whose
/// results come back as queued calls. A result that is no longer wanted when it comes is dropped.
///
/// Threads: the GUI thread only.
class Document : public QObject {
    Q_OBJECT

public:
    explicit Document(QObject* parent = nullptr);

    /// Stops what is running, and remembers the knobs of the song.
    ~Document() override;

    /// Reads a sound file, and then separates it. The song that is open stays open until the new
    /// one is read, and if that fails.
    void open(const QString& path);

    /// Opens what `find`, called on the worker's thread, returns the path of. It may throw `Error`.
    void open(const QString& name,
              std::function<std::filesystem::path(const Progress& progress)> find);

    /// Stops reading or separating. What is known stays.
    void cancel();

    /// Goes on with a separation that was cancelled.
    void resume();

    /// Null while nothing is open.
    const std::shared_ptr<const Song>& song() const { return song_; }

    const SeparationSettings& settings() const { return settings_.inUse; }

    /// Changes the settings as one step that can be undone. Changes of one `gesture` other than 0,
    /// as while a slider is dragged, are one step together. `what` is what the user is told of it:
    /// "Power".
    void change(const SeparationSettings& settings, const QString& what, int gesture = 0);

    /// The same for knobs and faders, of which the user is told the numbers as well: "Power 2 →
    /// 3.5".
    void turn(const SeparationSettings& settings, const QString& what, int gesture);

    /// Of all knobs there are two snapshots: 0 is A, 1 is B. This one is in use.
    int snapshot() const { return settings_.snapshot; }

    /// Uses this one, and keeps the other as it is. It changes nothing and is no step, or whoever
    /// compares would lose what can be redone; to undo a step goes to the snapshot that it changed.
    void goToSnapshot(int snapshot);

    /// Makes the other snapshot like the one in use; one step that can be undone. The one in use
    /// stays so until that is undone or done again, which goes to the one that changed.
    void copyToOther();

    /// A number for the changes that belong together, which was not given before.
    int newGesture() { return ++lastGesture_; }

    QUndoStack& undoStack() { return undoStack_; }

    /// One's own, whose steps are on the stack as well.
    Presets& presets() { return presets_; }

    /// What the views draw from: levels, and shares as far as they are known; null while not even
    /// the levels are.
    const std::shared_ptr<const LevelPyramid>& levels() const { return levels_; }

    /// The background share, or as much as is known of it; null if nothing is. Its frames are those
    /// of `levels()->params`.
    const std::shared_ptr<const BackgroundShare>& share() const { return share_; }

    /// What is looked at, in seconds of the song; the next analysis begins there.
    void setFocus(double seconds) { focusSeconds_ = seconds; }

    /// The pitch of the voice; null if it is not known.
    const std::shared_ptr<const PitchTrack>& pitch() const { return pitch_; }

    /// Whether the results are those of the present settings, and of all of the song.
    bool isSeparated() const { return separated_; }

    /// Whether the results belong to settings that are no more, until the new ones come.
    bool isStale() const { return stale_; }

    /// Whether an analysis was cancelled and can be resumed.
    bool canResume() const { return song_ && !separated_ && !job_.isRunning(); }

    /// Of the present knobs; nothing until they were measured.
    const std::optional<PartLevels>& partLevels() const { return partLevels_; }

    const JobState& job() const { return job_; }

Q_SIGNALS:
    /// Another song is open. All else has changed as well; its signals follow.
    void songChanged();
    void settingsChanged();
    void resultsChanged();
    void partLevelsChanged();
    void jobChanged();

    /// Something could not be done; `message` is a sentence that says what and why.
    void failed(const QString& message);

    /// Something to know about the song; a sentence.
    void noticed(const QString& message);

    /// What this sentence told is so no more, or not known any more.
    void noticeOver(const QString& message);

private:
    class ChangeSettings;
    enum class StepKind;
    struct Separation;
    struct Finding;

    void beginJob(const QString& stage);
    void setJob(const JobState& job);
    void adopt(const std::shared_ptr<const Song>& song);
    void apply(const SongSettings& all);
    void push(const SeparationSettings& settings, const QString& what, int gesture, StepKind kind);
    void useBoth();
    void separate();
    void outdate();
    void notice(const QString& sentence);
    void measure();
    void stopFollowing();
    void show(const Finding& finding);
    void showNext();
    void goOn();
    void remember();
    void fail(int job, const QString& message);

    template <class T>
    void replace(std::shared_ptr<const T>& member, std::shared_ptr<const T> value);

    /// Runs `call` on the GUI thread, if `number` is still what it was at the call. Threads: any.
    template <class Call>
    void post(const int& number, int value, Call call);

    QUndoStack undoStack_;
    Presets presets_{undoStack_};
    int lastGesture_ = 0;

    std::shared_ptr<const Song> song_;
    SongSettings settings_;
    bool bothUsed_ = false; // both snapshots, so that steps tell which one they changed
    std::shared_ptr<const LevelPyramid> levels_;
    std::shared_ptr<const BackgroundShare> share_;
    std::shared_ptr<const PitchTrack> pitch_;
    std::optional<PartLevels> partLevels_;
    QString noticed_; // and is so
    bool separated_ = false;
    bool stale_ = false;
    bool reading_ = false;     // another song
    bool interrupted_ = false; // the analysis, by the reading of another song

    std::shared_ptr<Separation> separation_; // used by jobs only
    JobState job_;
    int jobNumber_ = 0;             // of the latest job of `worker_`
    int followNumber_ = 0;          // of the latest one of `follower_`
    bool drawing_ = false;          // `follower_` draws what was found
    std::unique_ptr<Finding> next_; // to be drawn after that
    std::optional<double> focusSeconds_;
    QTimer rememberLater_;

    // The last ones: they end, and wait for their jobs, before what these jobs may report to. The
    // first reads and separates; the second draws, measures and throws away what the first one
    // found.
    Worker worker_;
    Worker follower_;
};

} // namespace refrain
