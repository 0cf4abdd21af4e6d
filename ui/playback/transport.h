// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/worker.h"
#include "core/picture/raster.h"
#include "core/playback/level_match.h"
#include "core/playback/monitor.h"
#include "core/playback/player.h"

#include <QObject>
#include <QTimer>
#include <optional>

namespace refrain {

class Document;

/// What is heard of the document: playing, looping and scrubbing, and the listener's own knobs.
/// Follows the document, so that every knob is heard.
///
/// Threads: the GUI thread.
class Transport : public QObject {
    Q_OBJECT

public:
    /// `document` must outlive it.
    explicit Transport(Document& document, QObject* parent = nullptr);
    ~Transport() override;

    bool hasSong() const { return seconds_ > 0; }
    bool isPlaying() const;
    PlayerStatus status() const { return player_.status(); }
    Lateness lateness() const { return player_.lateness(); }
    Player& player() { return player_; }

    /// The moment that is heard, in seconds of the song.
    double playhead() const;
    double songSeconds() const { return seconds_; }

    void playOrPause();
    void play();
    void pause();

    /// Stops, and puts the playhead where playing began.
    void stop();
    void seek(double seconds);
    void seekBy(double seconds);

    /// Plays what is there, briefly; playing goes on when the mouse button is released.
    void scrub(double seconds);

    /// Plays the selection from its start, or else the song.
    void playSelection();

    /// What the user has selected: the stretch that a loop repeats. Without one it is the song.
    void setSelection(const std::optional<TimeSpan>& selection);
    void setLooping(bool looping);
    bool isLooping() const { return looping_; }

    /// The faders are those of the document. All else is the listener's own and cannot be undone:
    /// volume and level are kept from song to song, what is heard alone ends with the song.
    const Monitor& monitor() const { return monitor_; }

    /// A change of the faders is a step of the document's, and that of one `gesture` together with
    /// the others: see `Document::change`.
    void setMonitor(const Monitor& monitor, int gesture = 0);
    int newGesture();

    /// The gains of what is heard, without the volume; null if it is the song itself.
    std::shared_ptr<const GainTable> heard() const { return listening_.gains; }

    /// The factor on all of it: the volume, and what makes it as loud as the song if that is wanted
    /// and was measured.
    float volumeFactor() const { return listening_.volume; }

    /// Only this, or the mix again if it is this already.
    void toggleHearing(Hearing hearing);

    /// Those of the document.
    int snapshot() const { return snapshot_; }
    void goToSnapshot(int snapshot);
    void copyToOther();

Q_SIGNALS:
    void stateChanged();
    void monitorChanged();
    void loopingChanged();
    void snapshotChanged();

    /// 60 times a second while something is heard, and when the playhead is put somewhere.
    void playheadMoved();

    /// Something cannot be heard; a sentence for the user.
    void problem(const QString& sentence);

    /// What this sentence told is no more: it works, or is not asked for any more.
    void problemSolved(const QString& sentence);

private:
    void adoptSong();
    void adoptKnobs();
    void listen();
    void measure();
    void forgetUnmatched();
    float volume() const;
    void followStatus();
    void tick();
    Index sampleAt(double seconds) const;
    std::optional<Range> loopRange() const;

    Document& document_;
    Monitor monitor_;
    std::optional<MaskSettings> curveSettings_;
    std::optional<MaskCurve> curve_;
    Listening listening_;
    std::weak_ptr<const BackgroundShare> measured_; // what `energy_` is or will be of
    std::shared_ptr<const EnergyByShare> energy_;   // null until it was measured
    double seconds_ = 0;
    int sampleRate_ = 44100;
    bool looping_ = false;
    std::optional<TimeSpan> selection_;
    double startedAt_ = 0;
    bool scrubbing_ = false;
    bool playAfterScrub_ = false;
    int snapshot_ = 0;
    PlayerStatus shown_;
    QString told_;      // of what the player could not do, until it can
    QString unmatched_; // the same of level matching
    QTimer frames_;
    // The last ones: their threads report here.
    Worker measurer_;
    Player player_;
};

} // namespace refrain
