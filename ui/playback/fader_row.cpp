// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/playback/fader_row.h"

#include "ui/shell/held_slider.h"
#include "ui/shell/number_field.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QSignalBlocker>
#include <QToolButton>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

namespace refrain {

namespace {

constexpr double kStepsPerDecibel = 10;
constexpr int kButtonWidth = 26;
constexpr int kGap = 4;
constexpr int kPauseMilliseconds = 1000; // a key that is held is one step to undo

/// What the longest name needs, with its mark.
int nameWidth(const QFontMetrics& metrics) {
    int width = 0;
    for (const QString& name : {FaderRow::tr("Foreground"), FaderRow::tr("Background")})
        width = std::max(width, metrics.horizontalAdvance(QStringLiteral("● ") + name));
    return width + 4;
}

QToolButton* makeButton(const QString& text, const QString& name, const QString& toolTip) {
    auto* button = new QToolButton;
    button->setText(text);
    button->setCheckable(true);
    button->setFixedSize(kButtonWidth, 24);
    button->setAccessibleName(name);
    button->setToolTip(toolTip);
    return button;
}

} // namespace

FaderRow::FaderRow(const QString& name, const QString& toolTip, double highest, bool withButtons,
                   QWidget* parent)
    : QWidget(parent), name_(new QLabel(name)), plainName_(name), slider_(new HeldSlider),
      field_(new NumberField) {
    slider_->setRange(static_cast<int>(kFaderRange[0] * kStepsPerDecibel),
                      static_cast<int>(highest * kStepsPerDecibel));
    slider_->setSingleStep(static_cast<int>(kStepsPerDecibel) / 2);
    slider_->setPageStep(static_cast<int>(3 * kStepsPerDecibel));
    field_->setRange(kFaderRange[0], highest);
    field_->setDecimals(1);
    field_->setSingleStep(0.5);
    field_->setSuffix(tr(" dB"));
    field_->setSpecialValueText(tr("off"));
    field_->setKeyboardTracking(false);
    field_->setAlignment(Qt::AlignRight);
    field_->setButtonSymbols(QAbstractSpinBox::NoButtons);
    for (QWidget* control : {static_cast<QWidget*>(slider_), static_cast<QWidget*>(field_)}) {
        control->setAccessibleName(tr("Gain of %1").arg(name));
        control->setFocusPolicy(Qt::StrongFocus);
        control->installEventFilter(this);
        control->setToolTip(toolTip);
    }
    slider_->setToolTip(
        tr("%1\nDouble-click, or press Backspace, for 0 dB; hold Shift for fine steps.")
            .arg(toolTip));
    fitWidths();
    name_->setToolTip(toolTip);

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGap);
    layout->addWidget(name_);
    if (withButtons) {
        solo_ = makeButton(tr("S"), tr("Solo: %1").arg(name),
                           tr("Hear only this part (and others "
                              "that are solo)"));
        mute_ = makeButton(tr("M"), tr("Mute: %1").arg(name), tr("Do not hear this part"));
        layout->addWidget(solo_);
        layout->addWidget(mute_);
        connect(solo_, &QToolButton::clicked, this, [this](bool on) {
            fader_.solo = on;
            Q_EMIT edited(fader_);
        });
        connect(mute_, &QToolButton::clicked, this, [this](bool on) {
            fader_.muted = on;
            Q_EMIT edited(fader_);
        });
    } else {
        layout->addSpacing(2 * (kButtonWidth + kGap));
    }
    layout->addWidget(slider_, 1);
    layout->addWidget(field_);
    gesture_.setObjectName(QStringLiteral("gesture"));
    gesture_.setSingleShot(true);
    gesture_.setInterval(kPauseMilliseconds);
    connect(slider_, &QSlider::sliderPressed, this, [this] {
        gesture_.stop();
        beginUnlessContinued();
    });
    connect(slider_, &QSlider::valueChanged, this,
            [this](int steps) { edit(steps / kStepsPerDecibel); });
    connect(field_, &NumberField::valueChanged, this, &FaderRow::edit);
    setFader({});
}

/// So that the sliders of all rows are in line.
void FaderRow::fitWidths() {
    name_->setFixedWidth(nameWidth(fontMetrics()));
    field_->setFixedWidth(fontMetrics().horizontalAdvance(QStringLiteral("−60.0 dB")) + 16);
}

void FaderRow::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fitWidths();
}

void FaderRow::setFader(const Fader& fader) {
    fader_ = fader;
    const QSignalBlocker sliderBlocker(slider_);
    const QSignalBlocker fieldBlocker(field_);
    slider_->setValue(static_cast<int>(std::lround(fader.decibels * kStepsPerDecibel)));
    field_->setValue(fader.decibels);
    if (solo_) {
        solo_->setChecked(fader.solo);
        mute_->setChecked(fader.muted);
    }
}

void FaderRow::setColour(const QColor& colour) {
    name_->setText(colour.isValid() ? QStringLiteral("<span style='color:%1'>●</span> %2")
                                          .arg(colour.name(), plainName_.toHtmlEscaped())
                                    : plainName_);
}

void FaderRow::beginUnlessContinued() {
    if (!gesture_.isActive())
        Q_EMIT gestureBegan();
    gesture_.start();
}

void FaderRow::edit(double decibels) {
    if (!slider_->isSliderDown()) // a drag may pause
        beginUnlessContinued();
    fader_.decibels = decibels;
    Q_EMIT edited(fader_);
}

/// What a key does to the slider while Shift is held, or nothing if it is none of its keys: a tenth
/// of what it does else, or the least step there is.
std::optional<int> FaderRow::fineStep(int key) const {
    const int page = slider_->pageStep() / 10;
    switch (key) {
    case Qt::Key_Left:
    case Qt::Key_Down:
        return -1;
    case Qt::Key_Right:
    case Qt::Key_Up:
        return 1;
    case Qt::Key_PageDown:
        return -page;
    case Qt::Key_PageUp:
        return page;
    default:
        return {};
    }
}

/// By as many of the least steps as it was turned by notches, in parts of them too.
void FaderRow::turnFinely(const QWheelEvent& event) {
    // With Shift some systems turn the wheel sideways.
    const QPoint angle = event.angleDelta();
    fineTurn_ += (angle.y() != 0 ? angle.y() : angle.x()) / 120.0;
    const double steps = std::trunc(fineTurn_);
    fineTurn_ -= steps;
    slider_->setValue(slider_->value() + static_cast<int>(steps));
}

bool FaderRow::eventFilter(QObject* object, QEvent* event) {
    switch (event->type()) {
    case QEvent::MouseButtonDblClick:
        if (object != slider_)
            break;
        edit(0);
        return true;
    case QEvent::KeyPress: {
        const auto* press = static_cast<QKeyEvent*>(event);
        const int key = press->key();
        // In the field Shift with a key to the side chooses letters.
        const bool isHere = object == slider_ || key == Qt::Key_Up || key == Qt::Key_Down;
        const auto fine = fineStep(key);
        if (fine && isHere && press->modifiers().testFlag(Qt::ShiftModifier)) {
            slider_->setValue(slider_->value() + *fine);
            return true;
        }
        if (object != slider_ || (key != Qt::Key_Backspace && key != Qt::Key_Delete))
            break;
        edit(0);
        return true;
    }
    case QEvent::Wheel: // that comes by from what is scrolled above turns nothing
        if (!static_cast<QWidget*>(object)->hasFocus()) {
            event->ignore();
            return true;
        }
        if (!static_cast<QWheelEvent*>(event)->modifiers().testFlag(Qt::ShiftModifier))
            break;
        turnFinely(*static_cast<QWheelEvent*>(event));
        event->accept();
        return true;
    default:
        break;
    }
    return QWidget::eventFilter(object, event);
}

} // namespace refrain
