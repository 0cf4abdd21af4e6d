// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace refrain {

/// A line below the strip of the whole song that says what its two colours mean. Like the strip it
/// stands between the margins of its contents.
///
/// Threads: the GUI's.
class OverviewLegend : public QWidget {
    Q_OBJECT

public:
    explicit OverviewLegend(QWidget* parent = nullptr);

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    QFont letters() const;
};

} // namespace refrain
