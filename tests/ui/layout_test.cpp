// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/signals.h"
#include "tests/support/temporary_folder.h"
#include "tests/ui/waiting.h"
#include "ui/document/paths.h"
#include "ui/main_window.h"
#include "ui/playback/fader_row.h"
#include "ui/separation/knob_slider.h"
#include "ui/separation/separation_panel.h"

#include <QScrollBar>
#include <QSettings>
#include <QSlider>
#include <gtest/gtest.h>

namespace refrain {
namespace {

/// Where things stand in the window.
class LayoutTest : public testing::Test {
protected:
    LayoutTest() {
        QSettings().clear();
        window_.resize(1280, 800);
        window_.show();
        test::writeClip(folder_ / "song.wav", test::demoSong(3));
        window_.open(fromPath(folder_ / "song.wav"));
        EXPECT_TRUE(test::waitUntil([this] { return window_.document().isSeparated(); }));
        QCoreApplication::processEvents();
    }

    template <class Control>
    QRect place(const Control* control) const {
        return {control->mapTo(&window_, QPoint()), control->size()};
    }

    const QScrollBar& scrollBar() const {
        return *window_.findChild<SeparationPanel*>()->verticalScrollBar();
    }

    test::TemporaryFolder folder_;
    MainWindow window_;
};

TEST_F(LayoutTest, TheKnobsFitIntoAWindowOfTheUsualSize) {
    EXPECT_FALSE(scrollBar().isVisible()) << scrollBar().maximum() << " pixels too many";
    window_.resize(1024, 640);
    EXPECT_TRUE(test::waitUntil([this] { return scrollBar().isVisible(); }));
}

TEST_F(LayoutTest, SlidersStandInLine) {
    std::vector<QRect> faders;
    for (const auto* row : window_.findChildren<FaderRow*>())
        faders.push_back(place(row->findChild<QSlider*>()));
    ASSERT_EQ(faders.size(), 4U);
    std::vector<QRect> knobs;
    for (const auto* slider : window_.findChildren<KnobSlider*>())
        knobs.push_back(place(slider));
    ASSERT_EQ(knobs.size(), 3U);
    for (const auto& sliders : {faders, knobs})
        for (const QRect& slider : sliders) {
            EXPECT_EQ(slider.left(), sliders.front().left());
            EXPECT_EQ(slider.width(), sliders.front().width());
        }
    EXPECT_GE(faders.front().width(), 90);
}

} // namespace
} // namespace refrain
