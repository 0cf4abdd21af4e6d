// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/picture/panel_gains.h"

#include "core/separation/share.h"

#include <cmath>

namespace refrain {

namespace {

// 65535 = 257 * 255: how many stored shares there are for each byte.
constexpr Index kStoredPerByte = (kShareSteps - 1) / (kCellShareSteps - 1);

} // namespace

std::array<PanelGains, kViewPanels.size()> panelGains(const MaskSettings& knobs) {
    std::array<PanelGains, kViewPanels.size()> decibels{};
    for (Index share = 0; share < kCellShareSteps; ++share) {
        const Gains gains = gainsAt(shareOf(share * kStoredPerByte), knobs);
        for (std::size_t panel = 0; panel < kViewPanels.size(); ++panel)
            if (kViewPanels[panel] != Panel::full)
                decibels[panel][share] = static_cast<float>(
                    20 * std::log10(gains.of(kViewPanels[panel] == Panel::background
                                                 ? Part::background
                                                 : Part::foreground)));
    }
    return decibels;
}

} // namespace refrain
