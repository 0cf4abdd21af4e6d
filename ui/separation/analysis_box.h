// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/separation/pipeline.h"

#include <QHash>
#include <QWidget>

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QSpinBox;
class QToolButton;

namespace refrain {

/// The settings of the analysis, in a section that unfolds.
///
/// Threads: the GUI thread.
class AnalysisBox : public QWidget {
    Q_OBJECT

public:
    explicit AnalysisBox(QWidget* parent = nullptr);

    void setAnalysis(const AnalysisSettings& analysis);

    bool isUnfolded() const;
    void setUnfolded(bool unfolded);

Q_SIGNALS:
    /// The user has unfolded it.
    void unfolded();

    /// `what` was changed, in the user's words: "Width 2.0 s → 3.0 s".
    void edited(const AnalysisSettings& analysis, const QString& what);

private:
    QWidget* makeForm();

    AnalysisSettings analysis_;
    QHash<const QWidget*, QString> shown_; // by each control, of these settings
    QToolButton* head_;
    QWidget* form_;
    QComboBox* method_;
    QComboBox* fftSize_;
    QDoubleSpinBox* width_;
    QSpinBox* neighbours_;
    QSpinBox* voiceAbove_;
};

} // namespace refrain
