// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/separation/analysis_box.h"

#include <QComboBox>
#include <QSpinBox>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refrain {
namespace {

using testing::ElementsAre;

TEST(AnalysisBoxTest, AChangeIsToldWithWhatTheControlsShow) {
    AnalysisBox box;
    AnalysisSettings analysis;
    std::vector<std::string> told;
    QObject::connect(&box, &AnalysisBox::edited,
                     [&](const AnalysisSettings& edited, const QString& what) {
                         analysis = edited;
                         told.push_back(what.toStdString());
                         box.setAnalysis(edited);
                     });
    const auto control = [&]<class Control>(const char* name, Control*) {
        for (auto* each : box.findChildren<Control*>())
            if (each->accessibleName() == QString::fromUtf8(name))
                return each;
        return static_cast<Control*>(nullptr);
    };
    auto* fftSize = control("FFT size", static_cast<QComboBox*>(nullptr));
    auto* voiceAbove = control("Voice above", static_cast<QSpinBox*>(nullptr));
    auto* method = control("Method", static_cast<QComboBox*>(nullptr));
    ASSERT_TRUE(fftSize && voiceAbove && method);
    fftSize->setCurrentText(QStringLiteral("2048"));
    fftSize->setCurrentText(QStringLiteral("8192"));
    voiceAbove->setValue(150);
    voiceAbove->setValue(0);
    method->setCurrentText(QStringLiteral("Repetition"));
    EXPECT_THAT(told, ElementsAre("FFT size Automatic → 2048", "FFT size 2048 → 8192",
                                  "Voice above 100 Hz → 150 Hz", "Voice above 150 Hz → Off",
                                  "Method Repetition, pitch and place → Repetition"));
    EXPECT_EQ(analysis.method, Method::repeating);
    EXPECT_EQ(analysis.fftSize, 8192);
    EXPECT_EQ(analysis.voiceAboveHertz, 0);
}

} // namespace
} // namespace refrain
