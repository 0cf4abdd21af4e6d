// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>
#include <QTimer>

namespace refrain {

/// A line for one sentence: news, which go after they were seen for a while, or what is so, which
/// stays until it is so no more or something else is to be told.
///
/// Threads: the GUI thread.
class Notice : public QLabel {
    Q_OBJECT

public:
    explicit Notice(QWidget* parent = nullptr);

    /// News.
    void tell(const QString& sentence);

    /// What is so, as that something does not work.
    void warn(const QString& sentence);

    /// It is so no more: takes the sentence away if it is still there.
    void settle(const QString& sentence);

private:
    QTimer gone_{this};
};

} // namespace refrain
