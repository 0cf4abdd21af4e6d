// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/playback/playback_menu.h"

#include "ui/playback/device_menu.h"
#include "ui/playback/transport.h"
#include "ui/spectrogram/spectrogram_view.h"

#include <QAbstractButton>
#include <QAbstractSpinBox>
#include <QActionGroup>
#include <QApplication>
#include <QComboBox>
#include <QCursor>
#include <QKeyEvent>
#include <QMainWindow>
#include <QSettings>
#include <algorithm>

namespace refrain {

namespace {

const QString kFollowKey = QStringLiteral("playback/follow");

constexpr int kPlaybackKeys[] = {Qt::Key_Space, Qt::Key_B, Qt::Key_V, Qt::Key_O,
                                 Qt::Key_S,     Qt::Key_M, Qt::Key_L, Qt::Key_X};

} // namespace

PlaybackMenu::PlaybackMenu(Transport& transport, SpectrogramView& view, QWidget* parent)
    : QMenu(parent), transport_(transport), view_(view) {
    setTitle(tr("&Playback"));
    addTransport();
    addSeparator();
    const qsizetype first = actions().size();
    addHearing();
    addSeparator();
    addSnapshots();
    const QList<QAction*> forSongs = actions().mid(first);
    const auto enable = [this, forSongs] {
        for (QAction* action : forSongs)
            action->setEnabled(transport_.hasSong());
    };
    connect(&transport_, &Transport::stateChanged, this, enable);
    enable();
    addSeparator();
    addFollow();
    auto* devices = new DeviceMenu(transport_, this);
    devices->setTitle(tr("O&utput"));
    addMenu(devices);
}

void PlaybackMenu::addTransport() {
    QAction* play =
        addAction(tr("&Play"), QKeySequence(Qt::Key_Space), &transport_, &Transport::playOrPause);
    QAction* selection = addAction(tr("Play &selection"), QKeySequence(Qt::SHIFT | Qt::Key_Space),
                                   &transport_, &Transport::playSelection);
    QAction* stop = addAction(tr("S&top, and go back"), &transport_, &Transport::stop);
    QAction* loop = addAction(tr("&Loop"), QKeySequence(Qt::Key_L), &transport_,
                              [this](bool on) { transport_.setLooping(on); });
    loop->setCheckable(true);
    QAction* loopSelection = addAction(tr("Loop selection &from its start"),
                                       QKeySequence(Qt::SHIFT | Qt::Key_L), this, [this] {
                                           transport_.setLooping(true);
                                           transport_.playSelection();
                                       });
    QAction* toStart = addAction(tr("&Go to the start"), QKeySequence(Qt::Key_Home), &transport_,
                                 [this] { transport_.seek(0); });
    QAction* toEnd = addAction(tr("Go to the &end"), QKeySequence(Qt::Key_End), &transport_,
                               [this] { transport_.seek(transport_.songSeconds()); });
    // Sliders have a use of their own for these two.
    for (QAction* action : {toStart, toEnd}) {
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        view_.addAction(action);
    }
    const auto show = [=, this] {
        for (QAction* action : {play, stop, loop, toStart, toEnd})
            action->setEnabled(transport_.hasSong());
        for (QAction* action : {selection, loopSelection})
            action->setEnabled(transport_.hasSong() && view_.selection());
        play->setText(transport_.isPlaying() ? tr("&Pause") : tr("&Play"));
        loop->setChecked(transport_.isLooping());
    };
    connect(&transport_, &Transport::stateChanged, this, show);
    connect(&transport_, &Transport::loopingChanged, this, show);
    connect(&view_, &SpectrogramView::selectionChanged, this, show);
    show();
}

void PlaybackMenu::addHearing() {
    const auto add = [this](const QString& text, Qt::Key key, Hearing hearing) {
        QAction* action = addAction(text, QKeySequence(key), &transport_,
                                    [this, hearing] { transport_.toggleHearing(hearing); });
        action->setCheckable(true);
        const auto show = [this, action, hearing] {
            action->setChecked(transport_.monitor().hearing == hearing);
        };
        connect(&transport_, &Transport::monitorChanged, action, show);
        connect(action, &QAction::triggered, action, show);
    };
    add(tr("Hear the &original"), Qt::Key_O, Hearing::original);
    add(tr("Hear only the &background"), Qt::Key_B, Hearing::background);
    add(tr("Hear only the fo&reground"), Qt::Key_V, Hearing::foreground);
    addAction(tr("Solo the part under the po&inter"), QKeySequence(Qt::Key_S), this,
              [this] { changePartUnderPointer(true); });
    addAction(tr("&Mute the part under the pointer"), QKeySequence(Qt::Key_M), this,
              [this] { changePartUnderPointer(false); });
    QAction* matched = addAction(tr("&As loud as the song"), this, [this](bool on) {
        Monitor monitor = transport_.monitor();
        monitor.levelMatched = on;
        transport_.setMonitor(monitor);
    });
    matched->setCheckable(true);
    connect(&transport_, &Transport::monitorChanged, matched,
            [this, matched] { matched->setChecked(transport_.monitor().levelMatched); });
}

void PlaybackMenu::addSnapshots() {
    addAction(tr("Compare with the other &knobs and faders (A/B)"), QKeySequence(Qt::Key_X),
              &transport_, [this] { transport_.goToSnapshot(1 - transport_.snapshot()); });
    addAction(tr("&Copy knobs and faders to the other"), QKeySequence(Qt::SHIFT | Qt::Key_X),
              &transport_, &Transport::copyToOther);
}

void PlaybackMenu::addFollow() {
    QMenu* menu = addMenu(tr("Follow the play&head"));
    auto* group = new QActionGroup(this);
    const QString remembered = QSettings().value(kFollowKey, QStringLiteral("page")).toString();
    const auto add = [&](const QString& text, const QString& name, Follow follow) {
        QAction* action = menu->addAction(text, this, [this, name, follow] {
            view_.setFollow(follow);
            QSettings().setValue(kFollowKey, name);
        });
        action->setCheckable(true);
        group->addAction(action);
        if (name == remembered) {
            action->setChecked(true);
            view_.setFollow(follow);
        }
    };
    add(tr("&Page by page"), QStringLiteral("page"), Follow::page);
    add(tr("&In the middle"), QStringLiteral("centred"), Follow::centred);
    add(tr("&Not at all"), QStringLiteral("off"), Follow::off);
}

/// The pictures are, from above, the song, the background and the foreground.
void PlaybackMenu::changePartUnderPointer(bool solo) {
    const QPoint pointer = view_.mapFromGlobal(QCursor::pos());
    if (!view_.rect().contains(pointer))
        return;
    const int third = 3 * pointer.y() / std::max(1, view_.height());
    if (third == 0)
        return;
    Monitor monitor = transport_.monitor();
    monitor.hearing = Hearing::mix;
    Fader& fader = monitor.of(third == 1 ? Part::background : Part::foreground);
    bool& change = solo ? fader.solo : fader.muted;
    change = !change;
    transport_.setMonitor(monitor);
}

PlaybackKeys::PlaybackKeys(QObject* parent) : QObject(parent) {
    qApp->installEventFilter(this);
}

bool PlaybackKeys::eventFilter(QObject* object, QEvent* event) {
    if (event->type() != QEvent::ShortcutOverride && event->type() != QEvent::KeyPress)
        return false;
    const auto* key = static_cast<QKeyEvent*>(event);
    if (event->type() == QEvent::KeyPress) {
        // As Space plays whatever has the focus, Return presses the window's buttons.
        auto* button = qobject_cast<QAbstractButton*>(object);
        auto* list = qobject_cast<QComboBox*>(object);
        if ((!button && !list) ||
            !qobject_cast<QMainWindow*>(static_cast<QWidget*>(object)->window()))
            return false;
        // Without a selection there is none to be played, and it is no reason to press a button or
        // to open a list.
        if (key->key() == Qt::Key_Space && key->modifiers() == Qt::ShiftModifier)
            return true;
        if (!button)
            return false;
        if (key->key() != Qt::Key_Return && key->key() != Qt::Key_Enter)
            return false;
        button->click();
        return true;
    }
    const bool plain = !(key->modifiers() & ~Qt::ShiftModifier);
    // A number field would undo its own typing, which it forgets as soon as it is shown rounded.
    const bool undo = key->matches(QKeySequence::Undo) || key->matches(QKeySequence::Redo);
    if (!undo &&
        (!plain || std::ranges::find(kPlaybackKeys, key->key()) == std::end(kPlaybackKeys)))
        return false;
    if (!qobject_cast<QAbstractSpinBox*>(object) &&
        !qobject_cast<QAbstractSpinBox*>(object->parent()))
        return false;
    event->ignore();
    return true;
}

} // namespace refrain
