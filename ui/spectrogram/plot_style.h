// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPainter>
#include <QPalette>
#include <QWidget>

// What the parts of the spectrogram plot share when they draw. Threads: the GUI's.

namespace refrain {

// Lengths in ems of the widget's letters, as in the picture of the command line.
constexpr double kHeadEms = 1.9;          // above a panel, where its title stands
constexpr double kTimeAxisEms = 2.0;      // below the last panel
constexpr double kFrequencyAxisEms = 4.2; // left of the panels: "12.55k" and its mark
constexpr double kBarGapEms = 1.0;
constexpr double kBarWidthEms = 0.9;
constexpr double kTickEms = 0.35;
constexpr double kTickToLabelEms = 0.3;

/// The size of the widget's letters in pixels.
double emOf(const QWidget& widget);

/// What the bar of colours and its labels take, right of the panels.
double barRoom(const QWidget& widget);

QColor labelColour(const QPalette& palette);
QColor tickColour(const QPalette& palette);

/// A line that is seen on any colour: light between two dark ones.
void drawCasedLine(QPainter& painter, const QLineF& line, const QColor& colour, double width);

} // namespace refrain
