// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/separation/separation_panel.h"

#include "core/picture/part_power.h"
#include "ui/document/document.h"
#include "ui/separation/analysis_box.h"
#include "ui/separation/knob.h"
#include "ui/separation/mask_curve_plot.h"
#include "ui/separation/part_levels_view.h"
#include "ui/separation/preset_row.h"

#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollBar>
#include <QSettings>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

namespace refrain {

namespace {

const QString kUnfoldedKey = QStringLiteral("separation/analysisUnfolded");
const QString kDecibelsKey = QStringLiteral("separation/curveInDecibels");

QLabel* heading(const QString& text) {
    auto* label = new QLabel(text);
    QFont bold = label->font();
    bold.setWeight(QFont::DemiBold);
    label->setFont(bold);
    return label;
}

} // namespace

SeparationPanel::SeparationPanel(Document& document, QWidget* parent)
    : QScrollArea(parent), document_(document), curve_(new MaskCurvePlot),
      decibels_(new QToolButton), levels_(new PartLevelsView),
      presets_(new PresetRow(document.presets())), analysis_(new AnalysisBox) {
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::NoFocus); // it scrolls to whatever in it has the keyboard
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Separation"));
    decibels_->setText(tr("dB"));
    decibels_->setCheckable(true);
    decibels_->setFocusPolicy(Qt::StrongFocus);
    decibels_->setAccessibleName(tr("Gains in decibels"));
    decibels_->setToolTip(tr("Show the gains in decibels"));

    backgroundMargin_ = addKnob(
        tr("&Background margin"), tr("How many times stronger what repeats must be."),
        tr("How many times stronger what repeats must be for a sound to count as background."),
        kMarginRange, &MaskSettings::backgroundMargin);
    foregroundMargin_ = addKnob(
        tr("Fo&reground margin"), tr("How many times stronger what is new must be."),
        tr("How many times stronger what is new must be for a sound to count as foreground."),
        kMarginRange, &MaskSettings::foregroundMargin);
    power_ = addKnob(tr("Po&wer"), tr("Low shares each sound out, high takes one side."),
                     tr("How hard the decision is: 1 shares every sound out, a high power gives "
                        "all of it to the stronger side."),
                     kPowerRange, &MaskSettings::power);

    auto* content = new QWidget;
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(12, 8, 12, 8);
    layout->setSpacing(6);
    const auto addHead = [&](const QString& text, QWidget* button) {
        auto* row = new QHBoxLayout;
        row->addWidget(heading(text), 1);
        if (button)
            row->addWidget(button);
        layout->addLayout(row);
    };
    addHead(tr("Presets"), presets_->saveButton());
    layout->addWidget(presets_);
    layout->addSpacing(2);
    for (Knob* knob : {backgroundMargin_, foregroundMargin_, power_})
        layout->addWidget(knob);
    layout->addSpacing(2);
    addHead(tr("Gain of each part"), decibels_);
    layout->addWidget(curve_, 1); // takes what room is left, up to its greatest height
    layout->addSpacing(2);
    addHead(tr("Level against the song"), nullptr);
    layout->addWidget(levels_);
    layout->addWidget(analysis_);
    layout->addStretch();
    setWidget(content);
    for (auto* field : content->findChildren<QWidget*>())
        if (qobject_cast<QAbstractSpinBox*>(field) || qobject_cast<QComboBox*>(field)) {
            field->setFocusPolicy(Qt::StrongFocus);
            field->installEventFilter(this);
        }
    // The scroll bar takes its place from the margin and not from the content.
    setMinimumWidth(340);

    connect(decibels_, &QToolButton::toggled, curve_, &MaskCurvePlot::setDecibels);
    connect(presets_, &PresetRow::chosen, this,
            [this](const MaskSettings& knobs, const QString& name) {
                SeparationSettings settings = document_.settings();
                settings.knobs = knobs;
                document_.change(settings, tr("Preset %1").arg(name));
            });
    connect(curve_, &MaskCurvePlot::gestureBegan, this,
            [this] { gesture_ = document_.newGesture(); });
    connect(curve_, &MaskCurvePlot::knobsEdited, this,
            [this](const MaskSettings& knobs) { turn(knobs, tr("Margins"), gesture_); });
    connect(analysis_, &AnalysisBox::edited, this,
            [this](const AnalysisSettings& analysis, const QString& what) {
                SeparationSettings settings = document_.settings();
                settings.analysis = analysis;
                document_.change(settings, what);
            });
    connect(analysis_, &AnalysisBox::unfolded, this, [this] { reveal(*analysis_); });
    connect(qApp, &QApplication::focusChanged, this, [this](const QWidget* before, QWidget* now) {
        // Not when the window gets the keyboard back, as whoever comes back looks at what was seen,
        // and not under a hand that has just pressed something: it would be drawn away.
        if (before && now && before->window() == now->window() && widget()->isAncestorOf(now) &&
            QGuiApplication::mouseButtons() == Qt::NoButton)
            ensureWidgetVisible(now);
    });
    connect(&document_, &Document::songChanged, this, [this] { restored_ = {}; });
    connect(&document_, &Document::settingsChanged, this, &SeparationPanel::showSettings);
    connect(&document_, &Document::partLevelsChanged, this, &SeparationPanel::showLevels);
    connect(&document_, &Document::resultsChanged, this, &SeparationPanel::showShares);

    const QSettings settings;
    analysis_->setUnfolded(settings.value(kUnfoldedKey, false).toBool());
    decibels_->setChecked(settings.value(kDecibelsKey, false).toBool());
    showSettings();
    showLevels();
}

SeparationPanel::~SeparationPanel() {
    qApp->disconnect(this); // what is in it loses the keyboard when it is deleted
    QSettings settings;
    settings.setValue(kUnfoldedKey, analysis_->isUnfolded());
    settings.setValue(kDecibelsKey, decibels_->isChecked());
}

bool SeparationPanel::eventFilter(QObject* object, QEvent* event) {
    // A wheel that scrolls the panel changes no field in passing.
    if (event->type() == QEvent::Wheel && !static_cast<QWidget*>(object)->hasFocus()) {
        event->ignore();
        return true;
    }
    return QScrollArea::eventFilter(object, event);
}

void SeparationPanel::focusKnobs() {
    backgroundMargin_->setFocus(Qt::ShortcutFocusReason);
    ensureWidgetVisible(backgroundMargin_); // also if it had the keyboard before
}

Knob* SeparationPanel::addKnob(const QString& name, const QString& purpose,
                               const QString& explanation, const double (&range)[2],
                               double MaskSettings::*number) {
    auto* knob = new Knob(name, purpose, explanation, range);
    QString plain = name;
    plain.remove(QLatin1Char('&'));
    connect(knob, &Knob::gestureBegan, this, [this] { gesture_ = document_.newGesture(); });
    connect(knob, &Knob::edited, this, [this, number, plain](double value) {
        MaskSettings knobs = document_.settings().knobs;
        knobs.*number = value;
        turn(knobs, plain, gesture_);
    });
    connect(knob, &Knob::restoreWanted, this, [this, number, plain] {
        MaskSettings knobs = document_.settings().knobs;
        knobs.*number = restored_[document_.snapshot()].*number;
        turn(knobs, plain, document_.newGesture());
    });
    return knob;
}

/// Scrolls until all of a section of the panel is seen, or, if it is too high, its top.
void SeparationPanel::reveal(const QWidget& section) {
    // It has just become higher, which the layouts above it learn by events.
    QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
    constexpr int kMargin = 8;
    const int top = section.mapTo(widget(), QPoint()).y() - kMargin;
    const int bottom = top + section.height() + 2 * kMargin;
    const int seen = verticalScrollBar()->value();
    verticalScrollBar()->setValue(std::min(top, std::max(seen, bottom - viewport()->height())));
}

void SeparationPanel::turn(const MaskSettings& knobs, const QString& what, int gesture) {
    SeparationSettings settings = document_.settings();
    settings.knobs = knobs;
    document_.turn(settings, what, gesture);
}

void SeparationPanel::showSettings() {
    const SeparationSettings& settings = document_.settings();
    backgroundMargin_->setNumber(settings.knobs.backgroundMargin);
    foregroundMargin_->setNumber(settings.knobs.foregroundMargin);
    power_->setNumber(settings.knobs.power);
    curve_->setKnobs(settings.knobs);
    if (presets_->setKnobs(settings.knobs))
        restored_[document_.snapshot()] = settings.knobs;
    analysis_->setAnalysis(settings.analysis);
}

void SeparationPanel::showShares() {
    std::vector<double> histogram;
    if (document_.share()) {
        const auto powers = powerByShare(*document_.levels());
        histogram.assign(powers.begin(), powers.end());
    }
    curve_->setHistogram(histogram);
}

void SeparationPanel::showLevels() {
    levels_->setLevels(document_.partLevels(), document_.isSeparated());
}

} // namespace refrain
