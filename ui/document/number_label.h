// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

// Numbers as the window shows them, whatever the locale. Threads: any.

namespace refrain {

/// The true minus sign, which is as wide as a digit.
inline constexpr QChar kMinus(0x2212);

/// "−6.50": `decimals` digits after the point; never a "−0".
QString numberLabel(double number, int decimals);

/// "−6.5", "3": as many digits after the point as are needed, at most `decimals`.
QString shortNumberLabel(double number, int decimals);

} // namespace refrain
