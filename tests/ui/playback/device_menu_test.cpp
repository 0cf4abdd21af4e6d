// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/playback/device_menu.h"

#include "tests/ui/waiting.h"
#include "ui/document/document.h"
#include "ui/playback/transport.h"

#include <QSettings>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refrain {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::StartsWith;

class DeviceMenuTest : public testing::Test {
protected:
    DeviceMenuTest() {
        QSettings().clear();
        EXPECT_TRUE(test::waitUntil([this] { return !transport_.status().listing; }));
    }

    static std::vector<std::string> texts(const DeviceMenu& menu) {
        std::vector<std::string> result;
        for (const QAction* action : menu.actions())
            if (!action->isSeparator())
                result.push_back(action->text().toStdString());
        return result;
    }

    Document document_;
    Transport transport_{document_};
};

TEST_F(DeviceMenuTest, OffersTheSystemsDefaultAndEveryDevice) {
    DeviceMenu menu(transport_);
    menu.popup({0, 0});
    ASSERT_TRUE(test::waitUntil([this] { return !transport_.status().listing; }));
    ASSERT_TRUE(test::waitUntil([&] {
        return texts(menu).size() >= 1 + transport_.status().devices.size() &&
               !std::ranges::count(texts(menu), "Looking for devices …");
    }));
    EXPECT_THAT(texts(menu)[0], StartsWith("System default"));
    EXPECT_TRUE(menu.actions()[0]->isChecked());
    for (const OutputDevice& device : transport_.status().devices)
        EXPECT_THAT(texts(menu), Contains(QString::fromStdString(device.id.name)
                                              .replace('&', QLatin1String("&&"))
                                              .toStdString()));
    if (transport_.status().devices.empty()) {
        EXPECT_EQ(texts(menu).back(), "No device was found");
        EXPECT_FALSE(menu.actions().back()->isEnabled());
    }
    menu.close();
}

TEST_F(DeviceMenuTest, KeepsTheChoiceOfADeviceThatIsNotThere) {
    QSettings().setValue(QStringLiteral("output/interface"), QStringLiteral("ALSA"));
    QSettings().setValue(QStringLiteral("output/device"), QStringLiteral("Studio & Co"));
    DeviceMenu menu(transport_);
    menu.popup({0, 0});
    ASSERT_TRUE(test::waitUntil([&] { return !menu.actions().isEmpty(); }));
    EXPECT_FALSE(menu.actions()[0]->isChecked()); // it is not what would be played on
    EXPECT_THAT(texts(menu), Contains("Studio && Co (not connected)"));
    menu.actions()[0]->trigger();
    EXPECT_EQ(QSettings().value(QStringLiteral("output/device")).toString(), QString());
    menu.close();
}

} // namespace
} // namespace refrain
