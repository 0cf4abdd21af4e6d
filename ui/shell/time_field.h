// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/picture/raster.h"

#include <QWidget>
#include <optional>

class QLabel;
class QLineEdit;

namespace refrain {

/// Shows the selection, and takes another one, or a moment to go to, as they are typed: see
/// `typedTimes`. Return does it, Escape leaves all as it is; after either the keyboard is given
/// back. What lies beyond the end of the song is moved there, and that is told.
///
/// Threads: the GUI thread.
class TimeField : public QWidget {
    Q_OBJECT

public:
    explicit TimeField(QWidget* parent = nullptr);

    /// The length of the song; the field is not seen while there is none.
    void setSong(std::optional<double> seconds);
    void setSelection(const std::optional<TimeSpan>& selection);

    /// Gives the keyboard to it, with all of its text chosen.
    void edit();

Q_SIGNALS:
    void momentTyped(double seconds);

    /// Nothing if the text was deleted.
    void selectionTyped(const std::optional<refrain::TimeSpan>& selection);

    /// A sentence about what was typed; empty once what the last one spoke of was mended or given
    /// up.
    void told(const QString& sentence);

    /// Whoever had the keyboard before may have it again.
    void left();

protected:
    bool eventFilter(QObject* object, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void take();
    void showSelection();
    void fitWidth();

    QLabel* name_;
    QLineEdit* edit_;
    QLabel* length_;
    std::optional<double> songSeconds_;
    std::optional<TimeSpan> selection_;
};

} // namespace refrain
