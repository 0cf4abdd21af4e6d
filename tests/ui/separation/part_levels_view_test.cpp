// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/separation/part_levels_view.h"

#include <QImage>
#include <gtest/gtest.h>

namespace refrain {
namespace {

TEST(PartLevelsViewTest, IsBlankWhenNothingIsKnown) {
    PartLevelsView view;
    view.resize(300, 100);
    const auto seen = [&view] { return view.grab().toImage(); };
    const QImage blank = seen();
    PartLevels levels;
    for (double& decibels : levels.decibels)
        decibels = -3;
    levels.nullDecibels = -140;
    view.setLevels(levels, true);
    const QImage full = seen();
    EXPECT_NE(full, blank);
    view.setLevels({}, true);
    EXPECT_NE(seen(), blank) << "the bars stay while a knob is turned";
    EXPECT_NE(seen(), full) << "and the numbers do not";
    view.setLevels(levels, true);
    EXPECT_EQ(seen(), full);
    view.setLevels({}, false);
    EXPECT_EQ(seen(), blank) << "another song, or other settings";
}

} // namespace
} // namespace refrain
