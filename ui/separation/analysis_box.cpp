// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/separation/analysis_box.h"

#include "ui/shell/quiet_label.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

namespace refrain {

namespace {

QString shownBy(const QWidget* control) {
    if (const auto* choices = qobject_cast<const QComboBox*>(control))
        return choices->currentText();
    return static_cast<const QAbstractSpinBox*>(control)->text();
}

template <class Control>
Control* named(const QString& name, const QString& toolTip) {
    auto* control = new Control;
    control->setAccessibleName(name);
    control->setToolTip(toolTip);
    return control;
}

} // namespace

AnalysisBox::AnalysisBox(QWidget* parent) : QWidget(parent), head_(new QToolButton) {
    head_->setText(tr("Analysis settings"));
    head_->setCheckable(true);
    head_->setAutoRaise(true);
    head_->setFocusPolicy(Qt::StrongFocus);
    head_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    head_->setToolTip(tr("How the program looks for what comes again; a change takes a new "
                         "analysis of the song"));
    form_ = makeForm();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(head_);
    layout->addWidget(form_);
    connect(head_, &QToolButton::toggled, this, &AnalysisBox::setUnfolded);
    connect(head_, &QToolButton::clicked, this, [this](bool on) {
        if (on)
            Q_EMIT unfolded();
    });
    setUnfolded(false);
    setAnalysis({});
}

QWidget* AnalysisBox::makeForm() {
    method_ = named<QComboBox>(tr("Method"), tr("How the background is found"));
    const auto addMethod = [this](Method method, const QString& name, const QString& purpose) {
        method_->addItem(name, static_cast<int>(method));
        method_->setItemData(method_->count() - 1, purpose, Qt::ToolTipRole);
    };
    addMethod(Method::refrain, tr("Repetition, pitch and place"),
              tr("Weighs repetition, a voice's range and pitch, its place between the loudspeakers "
                 "and its smoothness; best for singing"));
    addMethod(Method::repeating, tr("Repetition"),
              tr("What the most similar moments have in common"));
    fftSize_ = named<QComboBox>(tr("FFT size"),
                                tr("Samples of one spectrum: long ones tell close tones apart, "
                                   "short ones close moments"));
    fftSize_->addItem(tr("Automatic"), 0);
    for (int size = 1024; size <= 16384; size *= 2)
        fftSize_->addItem(QString::number(size), size);
    width_ = named<QDoubleSpinBox>(
        tr("Width"), tr("Moments nearer to each other than this do not count as repeats"));
    width_->setRange(0.1, 60);
    width_->setDecimals(1);
    width_->setSingleStep(0.5);
    width_->setSuffix(tr(" s"));
    neighbours_ = named<QSpinBox>(tr("Neighbours"),
                                  tr("How many similar moments each moment is compared with"));
    neighbours_->setRange(0, 10000);
    neighbours_->setSingleStep(10);
    neighbours_->setSpecialValueText(tr("Automatic"));
    voiceAbove_ = named<QSpinBox>(tr("Voice above"),
                                  tr("Everything lower than this is background: voices do not "
                                     "reach down there"));
    voiceAbove_->setRange(0, 2000);
    voiceAbove_->setSingleStep(10);
    voiceAbove_->setSuffix(tr(" Hz"));
    voiceAbove_->setSpecialValueText(tr("Off"));
    for (QAbstractSpinBox* field :
         {static_cast<QAbstractSpinBox*>(width_), static_cast<QAbstractSpinBox*>(neighbours_),
          static_cast<QAbstractSpinBox*>(voiceAbove_)})
        field->setKeyboardTracking(false);

    // The step is told with what the control shows, and showed before.
    const auto changed = [this](auto AnalysisSettings::*member, auto value, QWidget* control) {
        AnalysisSettings analysis = analysis_;
        analysis.*member = value;
        Q_EMIT edited(analysis,
                      tr("%1 %2 → %3")
                          .arg(control->accessibleName(), shown_.value(control), shownBy(control)));
    };
    connect(method_, &QComboBox::currentIndexChanged, this, [this, changed] {
        changed(&AnalysisSettings::method, static_cast<Method>(method_->currentData().toInt()),
                method_);
    });
    connect(fftSize_, &QComboBox::currentIndexChanged, this, [this, changed] {
        changed(&AnalysisSettings::fftSize, Index{fftSize_->currentData().toInt()}, fftSize_);
    });
    connect(width_, &QDoubleSpinBox::valueChanged, this, [this, changed](double seconds) {
        changed(&AnalysisSettings::widthSeconds, seconds, width_);
    });
    connect(neighbours_, &QSpinBox::valueChanged, this, [this, changed](int count) {
        changed(&AnalysisSettings::neighbours, Index{count}, neighbours_);
    });
    connect(voiceAbove_, &QSpinBox::valueChanged, this, [this, changed](int hertz) {
        changed(&AnalysisSettings::voiceAboveHertz, double(hertz), voiceAbove_);
    });

    auto* form = new QWidget;
    auto* layout = new QFormLayout(form);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setVerticalSpacing(5);
    layout->addRow(tr("Method"), method_);
    layout->addRow(tr("FFT size"), fftSize_);
    layout->addRow(tr("Width"), width_);
    layout->addRow(tr("Neighbours"), neighbours_);
    layout->addRow(tr("Voice above"), voiceAbove_);
    layout->addRow(new QuietLabel(tr("At the song's own rate and channels. A change starts a new "
                                     "analysis; the knobs stay as they are.")));
    return form;
}

void AnalysisBox::setAnalysis(const AnalysisSettings& analysis) {
    const QSignalBlocker blockers[] = {QSignalBlocker(method_), QSignalBlocker(fftSize_),
                                       QSignalBlocker(width_), QSignalBlocker(neighbours_),
                                       QSignalBlocker(voiceAbove_)};
    analysis_ = analysis;
    method_->setCurrentIndex(method_->findData(static_cast<int>(analysis.method)));
    const int size = static_cast<int>(analysis.fftSize);
    if (fftSize_->findData(size) < 0)
        fftSize_->addItem(QString::number(size), size);
    fftSize_->setCurrentIndex(fftSize_->findData(size));
    width_->setValue(analysis.widthSeconds);
    neighbours_->setValue(static_cast<int>(analysis.neighbours));
    voiceAbove_->setValue(static_cast<int>(analysis.voiceAboveHertz));
    for (QWidget* control : {static_cast<QWidget*>(method_), static_cast<QWidget*>(fftSize_),
                             static_cast<QWidget*>(width_), static_cast<QWidget*>(neighbours_),
                             static_cast<QWidget*>(voiceAbove_)})
        shown_[control] = shownBy(control);
    // The other method has numbers of its own.
    for (QWidget* field : {static_cast<QWidget*>(width_), static_cast<QWidget*>(neighbours_),
                           static_cast<QWidget*>(voiceAbove_)})
        for (QWidget* widget :
             {field, static_cast<QFormLayout*>(form_->layout())->labelForField(field)})
            widget->setEnabled(analysis.method == Method::repeating);
}

bool AnalysisBox::isUnfolded() const {
    return head_->isChecked();
}

void AnalysisBox::setUnfolded(bool unfolded) {
    head_->setChecked(unfolded);
    head_->setArrowType(unfolded ? Qt::DownArrow : Qt::RightArrow);
    form_->setVisible(unfolded);
}

} // namespace refrain
