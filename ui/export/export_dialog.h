// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/export/export_queue.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QDialogButtonBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QRadioButton;
class QSlider;

namespace refrain {

/// What can be exported: of one moment of the document.
struct ExportChoices {
    ExportOrder order; // all but what the dialog asks for
    ExportMix heard;   // what is listened to now
    /// False with method librosa, whose parts have another rate than what is listened to.
    bool mixIsHeard = true;
    double songSeconds = 0;
    std::optional<std::pair<double, double>> selectionSeconds;
    QString unready; // why nothing can be exported yet, or empty
};

/// Asks what to export, how, where to and under which names, and shows the names.
///
/// Threads: the GUI thread.
class ExportDialog : public QDialog {
    Q_OBJECT

public:
    explicit ExportDialog(const ExportChoices& choices, QWidget* parent = nullptr);

    /// What was asked for. Existing files may only be replaced if the user said so.
    ExportOrder order() const;

    /// Chooses what was asked for by an earlier order of the same song, so that it can be mended.
    void showOrder(const ExportOrder& order);

    /// What can be exported now, as the document changes. Song and selection stay.
    void setChoices(const ExportChoices& choices);

Q_SIGNALS:
    void exportWanted(const refrain::ExportOrder& order);

private:
    void addContents(QFormLayout* form);
    void addFormat(QFormLayout* form);
    void addPlace(QFormLayout* form);
    void showRange();
    void restore();
    void remember() const;
    void showNames();
    QString mistake() const;
    void finish();
    void askToReplace(const QStringList& existing, const ExportOrder& order);
    void begin(const ExportOrder& order);

    ExportChoices choices_;
    QFormLayout* form_;
    QCheckBox* background_;
    QCheckBox* foreground_;
    QCheckBox* residual_;
    QCheckBox* mix_;
    QRadioButton* whole_;
    QRadioButton* selection_;
    QComboBox* format_;
    QSlider* quality_;
    QLabel* qualityText_;
    QWidget* qualityRow_;
    QComboBox* rate_;
    QComboBox* clipping_;
    QLineEdit* folder_;
    QLineEdit* pattern_;
    QLabel* names_;
    QDialogButtonBox* buttons_ = nullptr;
};

} // namespace refrain
