// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/separation/part_levels_view.h"

#include "ui/document/number_label.h"
#include "ui/separation/level_bar.h"

#include <QGridLayout>
#include <QLabel>
#include <limits>

namespace refrain {

namespace {

const QString kUnknown = QStringLiteral("–");

// Below the rounding of a 24-bit file by far.
constexpr double kSilentDecibels = -200;
constexpr double kNoLevel = -std::numeric_limits<double>::infinity();

QString decibelText(double decibels, int decimals) {
    if (decibels < kSilentDecibels)
        return PartLevelsView::tr("silent");
    return PartLevelsView::tr("%1 dB").arg(numberLabel(decibels, decimals));
}

} // namespace

PartLevelsView::PartLevelsView(QWidget* parent) : QWidget(parent), null_(new QLabel(kUnknown)) {
    auto* layout = new QGridLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setVerticalSpacing(3);
    int row = 0;
    const auto addRow = [&](Part part, const QString& name, const QString& toolTip) {
        const auto i = static_cast<std::size_t>(part);
        bars_[i] = new LevelBar(part);
        levels_[i] = new QLabel(kUnknown);
        levels_[i]->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        levels_[i]->setMinimumWidth(levels_[i]->fontMetrics().horizontalAdvance("−00.0 dB"));
        auto* label = new QLabel(name);
        for (QWidget* widget : {static_cast<QWidget*>(label), static_cast<QWidget*>(bars_[i]),
                                static_cast<QWidget*>(levels_[i])})
            widget->setToolTip(toolTip);
        levels_[i]->setAccessibleName(tr("Level of the %1").arg(name));
        layout->addWidget(label, row, 0);
        layout->addWidget(bars_[i], row, 1);
        layout->addWidget(levels_[i], row, 2);
        ++row;
    };
    addRow(Part::foreground, tr("Foreground"),
           tr("How loud what does not come again, usually the voice, is against the song"));
    addRow(Part::background, tr("Background"),
           tr("How loud what repeats, usually the band, is against the song"));
    addRow(Part::residual, tr("Residual"),
           tr("How loud what the margins gave to neither part is against the song"));
    const QString toolTip = tr("All three parts were rendered, added up and compared with the "
                               "song: this is how loud the difference is. −140 dB is the rounding "
                               "of the numbers; nothing is lost.");
    auto* label = new QLabel(tr("Difference of their sum"));
    label->setToolTip(toolTip);
    null_->setToolTip(toolTip);
    null_->setAccessibleName(label->text());
    null_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    layout->addWidget(label, row, 0, 1, 2);
    layout->addWidget(null_, row, 2);
    layout->setColumnStretch(1, 1);
}

void PartLevelsView::setLevels(const std::optional<PartLevels>& levels, bool measured) {
    for (const Part part : kParts) {
        const auto i = static_cast<std::size_t>(part);
        levels_[i]->setText(levels ? decibelText(levels->of(part), 1) : kUnknown);
        if (levels || !measured)
            bars_[i]->setDecibels(levels ? levels->of(part) : kNoLevel);
    }
    null_->setText(levels ? decibelText(levels->nullDecibels, 0) : kUnknown);
}

} // namespace refrain
