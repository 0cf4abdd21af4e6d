// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/picture/level_pyramid.h"
#include "core/picture/panel.h"
#include "core/separation/mask_curve.h"

#include <array>

namespace refrain {

/// What the window shows, one above the other.
inline constexpr std::array kViewPanels = {Panel::full, Panel::background, Panel::foreground};

/// What a part's gain adds to the level of a cell, in decibels by share byte; minus infinity where
/// the gain is 0.
using PanelGains = std::array<float, kCellShareSteps>;

/// For each of `kViewPanels`; far quicker than a whole `MaskCurve`, which it agrees with. Threads:
/// any.
std::array<PanelGains, kViewPanels.size()> panelGains(const MaskSettings& knobs);

} // namespace refrain
