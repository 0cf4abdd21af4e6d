// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/view_menu.h"

#include "core/picture/colour_map.h"
#include "ui/shell/theme.h"
#include "ui/spectrogram/spectrogram_view.h"

#include <QActionGroup>
#include <QSettings>
#include <algorithm>

namespace refrain {

namespace {

const QString kSpacingKey = QStringLiteral("view/frequencies");
const QString kMapKey = QStringLiteral("view/colours");
const QString kSpanKey = QStringLiteral("view/spanDecibels");
const QString kGainKey = QStringLiteral("view/gainDecibels");
const QString kPitchKey = QStringLiteral("view/pitch");
const QString kThemeKey = QStringLiteral("window/theme");

constexpr double kGainStep = 5;
constexpr double kGainRange = 60; // either way
constexpr double kZoomStep = 1.5;

} // namespace

ViewMenu::ViewMenu(SpectrogramView& view, QWidget* parent) : QMenu(parent), view_(view) {
    setTitle(tr("&View"));
    addZooms();
    addSeparator();
    addScale();
    addColours();
    addRange();
    addPitch();
    addSeparator();
    addTheme();
    setPitchKnown(false);
    enable();
}

void ViewMenu::setSongOpen(bool open) {
    songOpen_ = open;
    enable();
}

void ViewMenu::enable() {
    for (QAction* action : forSongs_)
        action->setEnabled(songOpen_);
    for (QAction* action : forSelections_)
        action->setEnabled(songOpen_ && view_.selection());
}

void ViewMenu::addChoices(const QString& title, const QString& key,
                          const std::vector<Choice>& choices, std::size_t usual) {
    QMenu* menu = addMenu(title);
    auto* group = new QActionGroup(menu);
    std::size_t current = usual;
    for (const Choice& choice : choices) {
        QAction* action = menu->addAction(choice.name, this, [key, choice] {
            QSettings().setValue(key, choice.key);
            choice.take();
        });
        action->setCheckable(true);
        group->addAction(action);
        if (choice.key == QSettings().value(key).toString())
            current = static_cast<std::size_t>(menu->actions().size()) - 1;
    }
    menu->actions()[static_cast<qsizetype>(current)]->setChecked(true);
    choices[current].take();
}

void ViewMenu::addZooms() {
    const auto add = [this](const QString& name, const QList<QKeySequence>& keys, auto act) {
        QAction* action = addAction(name, this, act);
        action->setShortcuts(keys);
        return action;
    };
    forSongs_ = {
        add(tr("Zoom &in"),
            {QKeySequence(Qt::CTRL | Qt::Key_Equal), QKeySequence(Qt::CTRL | Qt::Key_Plus)},
            [this] { view_.zoomTime(1 / kZoomStep); }),
        add(tr("Zoom &out"), {QKeySequence(Qt::CTRL | Qt::Key_Minus)},
            [this] { view_.zoomTime(kZoomStep); }),
        add(tr("Zoom in &frequency"), {QKeySequence(Qt::ALT | Qt::Key_Equal)},
            [this] { view_.zoomFrequency(1 / kZoomStep); }),
        add(tr("Zoom out fre&quency"), {QKeySequence(Qt::ALT | Qt::Key_Minus)},
            [this] { view_.zoomFrequency(kZoomStep); }),
        add(tr("Show &all"), {QKeySequence(Qt::Key_F)}, [this] { view_.fitAll(); }),
        add(tr("&Go to a time"), {QKeySequence(Qt::CTRL | Qt::Key_G)},
            [this] { Q_EMIT timeWanted(); })};
    forSelections_ = {
        add(tr("Zoom to &selection"), {QKeySequence(Qt::CTRL | Qt::Key_E)},
            [this] { view_.zoomToSelection(); }),
        add(tr("Clear the selectio&n"), {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_A)}, [this] {
            view_.setSelection({});
            Q_EMIT view_.selectionChanged();
        })};
    connect(&view_, &SpectrogramView::selectionChanged, this, &ViewMenu::enable);
}

void ViewMenu::addScale() {
    const auto spacing = [this](FrequencySpacing wanted) {
        return [this, wanted] { view_.setSpacing(wanted); };
    };
    addChoices(tr("Fr&equency scale"), kSpacingKey,
               {{tr("&Logarithmic"), QStringLiteral("log"), spacing(FrequencySpacing::log)},
                {tr("&Mel"), QStringLiteral("mel"), spacing(FrequencySpacing::mel)},
                {tr("L&inear"), QStringLiteral("linear"), spacing(FrequencySpacing::linear)}});
}

void ViewMenu::addColours() {
    // Inverted grey was once stored as two words.
    QSettings settings;
    if (settings.contains(kMapKey))
        settings.setValue(kMapKey, settings.value(kMapKey).toString().replace(' ', '-'));
    std::vector<Choice> choices;
    for (const NamedColourMap& map : kColourMaps) {
        const QString key = QString::fromLatin1(map.name.data());
        QString name = key;
        name.replace(QLatin1Char('-'), QLatin1Char(' '));
        name[0] = name[0].toUpper();
        choices.push_back({QLatin1Char('&') + name, key,
                           [this, colours = map.map] { view_.setColourMap(*colours); }});
    }
    addChoices(tr("&Colours"), kMapKey, choices);
}

void ViewMenu::addRange() {
    const QSettings settings;
    gainDecibels_ = std::clamp(settings.value(kGainKey, 0).toDouble(), -kGainRange, kGainRange);
    const auto span = [this](double decibels) {
        return [this, decibels] {
            spanDecibels_ = decibels;
            showRange();
        };
    };
    addChoices(tr("Le&vels"), kSpanKey,
               {{tr("&40 dB below the top"), QStringLiteral("40"), span(40)},
                {tr("&60 dB"), QStringLiteral("60"), span(60)},
                {tr("&80 dB"), QStringLiteral("80"), span(80)},
                {tr("&100 dB"), QStringLiteral("100"), span(100)},
                {tr("1&20 dB"), QStringLiteral("120"), span(120)}},
               2);
    for (QAction* action : {addAction(tr("&Brighter"), QKeySequence(Qt::CTRL | Qt::Key_B), this,
                                      [this] { brighten(kGainStep); }),
                            addAction(tr("&Darker"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_B),
                                      this, [this] { brighten(-kGainStep); }),
                            addAction(tr("As bright as the song is &loud"), this,
                                      [this] { brighten(-gainDecibels_); })})
        forSongs_.push_back(action);
}

void ViewMenu::addPitch() {
    pitch_ = addAction(tr("&Pitch of the voice"), QKeySequence(Qt::CTRL | Qt::Key_P), this,
                       [this](bool visible) {
                           QSettings().setValue(kPitchKey, visible);
                           view_.setPitchTrackVisible(visible);
                       });
    pitch_->setCheckable(true);
    pitch_->setChecked(QSettings().value(kPitchKey, false).toBool());
    pitch_->setStatusTip(tr("Only the method that follows pitch knows it"));
    view_.setPitchTrackVisible(pitch_->isChecked());
}

void ViewMenu::addTheme() {
    const auto theme = [](Theme wanted) { return [wanted] { setTheme(wanted); }; };
    addChoices(tr("&Theme"), kThemeKey,
               {{tr("&System"), themeName(Theme::system), theme(Theme::system)},
                {tr("&Light"), themeName(Theme::light), theme(Theme::light)},
                {tr("&Dark"), themeName(Theme::dark), theme(Theme::dark)}});
}

void ViewMenu::setLoudest(double decibels) {
    loudestDecibels_ = decibels;
    showRange();
}

void ViewMenu::brighten(double decibels) {
    gainDecibels_ = std::clamp(gainDecibels_ + decibels, -kGainRange, kGainRange);
    QSettings().setValue(kGainKey, gainDecibels_);
    showRange();
}

void ViewMenu::showRange() {
    LevelRange range = levelRangeBelow(loudestDecibels_, spanDecibels_);
    range.topDecibels -= gainDecibels_;
    view_.setLevelRange(range);
}

} // namespace refrain
