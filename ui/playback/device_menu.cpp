// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/playback/device_menu.h"

#include "ui/playback/transport.h"

#include <QActionGroup>
#include <QSettings>
#include <algorithm>
#include <map>

namespace refrain {

namespace {

const QString kApiKey = QStringLiteral("output/interface");
const QString kNameKey = QStringLiteral("output/device");

std::optional<DeviceId> rememberedDevice() {
    const QSettings settings;
    const QString name = settings.value(kNameKey).toString();
    if (name.isEmpty())
        return std::nullopt;
    return DeviceId{settings.value(kApiKey).toString().toStdString(), name.toStdString()};
}

void rememberDevice(const std::optional<DeviceId>& device) {
    QSettings settings;
    settings.setValue(kApiKey, device ? QString::fromStdString(device->hostApi) : QString());
    settings.setValue(kNameKey, device ? QString::fromStdString(device->name) : QString());
}

QString menuText(const std::string& text) {
    return QString::fromStdString(text).replace(QLatin1Char('&'), QStringLiteral("&&"));
}

} // namespace

DeviceMenu::DeviceMenu(Transport& transport, QWidget* parent)
    : QMenu(parent), transport_(transport) {
    setTitle(tr("Output"));
    transport_.player().chooseDevice(rememberedDevice());
    connect(this, &QMenu::aboutToShow, this, [this] {
        if (!transport_.isPlaying())
            transport_.player().refreshDevices();
        fill();
    });
    connect(&transport_, &Transport::stateChanged, this, [this] {
        if (isVisible())
            fill();
    });
}

void DeviceMenu::fill() {
    clear();
    const PlayerStatus status = transport_.status();
    const std::optional<DeviceId> chosen = rememberedDevice();
    auto* group = new QActionGroup(this);
    const auto add = [&](const QString& text, const std::optional<DeviceId>& device) {
        QAction* action = addAction(text, this, [this, device] {
            rememberDevice(device);
            transport_.player().chooseDevice(device);
        });
        action->setCheckable(true);
        action->setChecked(device == chosen);
        group->addAction(action);
    };
    QString standard = tr("System default");
    for (const OutputDevice& device : status.devices)
        if (device.systemDefault)
            standard = tr("System default (%1)").arg(menuText(device.id.name));
    add(standard, std::nullopt);

    std::map<std::string, std::vector<OutputDevice>> byApi;
    for (const OutputDevice& device : status.devices)
        byApi[device.id.hostApi].push_back(device);
    for (const auto& [api, devices] : byApi) {
        addSection(menuText(api));
        for (const OutputDevice& device : devices)
            add(menuText(device.id.name), device.id);
    }
    const bool there = !chosen || std::ranges::any_of(status.devices, [&](const auto& device) {
        return device.id == *chosen;
    });
    if (!there)
        add(tr("%1 (not connected)").arg(menuText(chosen->name)), chosen);
    addSeparator();
    QString line;
    if (status.listing)
        line = tr("Looking for devices …");
    else if (status.devices.empty())
        line = tr("No device was found");
    else if (status.device && status.deviceRate > 0)
        line =
            tr("%1 Hz, %2 ms").arg(status.deviceRate).arg(status.latencySeconds * 1000, 0, 'f', 0);
    if (!line.isEmpty())
        addAction(line)->setEnabled(false);
}

} // namespace refrain
