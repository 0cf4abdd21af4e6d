// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/separation/preset_row.h"

#include <QAction>
#include <QGridLayout>
#include <QInputDialog>
#include <QLineEdit>
#include <QStyleOptionToolButton>
#include <QStylePainter>
#include <QToolButton>
#include <algorithm>

namespace refrain {

namespace {

constexpr int kColumns = 4;
constexpr int kDialogWidth = 360;

/// The name of one of our presets as it stands on a button.
QString buttonName(std::string_view name) {
    QString text = QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
    text[0] = text[0].toUpper();
    return text;
}

/// One whose text ends in dots where there is no room for all of it, and is not cut off on both
/// sides.
class PresetButton : public QToolButton {
public:
    using QToolButton::QToolButton;

protected:
    void paintEvent(QPaintEvent*) override {
        constexpr int kMargin = 4; // between the letters and either edge
        QStyleOptionToolButton option;
        initStyleOption(&option);
        // No arrow over the last letters; the menu opens by a right click and a long one all the
        // same.
        option.features &= ~QStyleOptionToolButton::HasMenu;
        option.text = fontMetrics().elidedText(option.text, Qt::ElideRight, width() - 2 * kMargin,
                                               Qt::TextShowMnemonic);
        QStylePainter(this).drawComplexControl(QStyle::CC_ToolButton, option);
    }
};

QString numbers(const MaskSettings& knobs) {
    return PresetRow::tr("Background margin %1, foreground margin %2, power %3")
        .arg(knobs.backgroundMargin)
        .arg(knobs.foregroundMargin)
        .arg(knobs.power);
}

} // namespace

PresetRow::PresetRow(QWidget* parent)
    : QWidget(parent), own_(userPresets()), layout_(new QGridLayout(this)) {
    layout_->setContentsMargins(0, 0, 0, 0);
    layout_->setSpacing(4);
    rebuild();
}

QToolButton* PresetRow::addButton(const QString& name, const MaskSettings& knobs,
                                  const QString& purpose) {
    auto* button = new PresetButton;
    QString text = name; // an ampersand would underline the next letter
    button->setText(text.replace(QLatin1Char('&'), QLatin1String("&&")));
    button->setCheckable(true);
    button->setFocusPolicy(Qt::StrongFocus);
    button->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    button->setMinimumWidth(40);
    // Of one's own, whose name may not fit, the tooltip has the name, as it is and not as rich
    // text.
    const QString& first = purpose.isEmpty() ? name : purpose;
    button->setToolTip(QStringLiteral("<p style='white-space:pre-wrap'>%1\n%2</p>")
                           .arg(first.toHtmlEscaped(), numbers(knobs)));
    button->setAccessibleName(tr("Preset %1").arg(name));
    connect(button, &QToolButton::clicked, this, [this, knobs, name] {
        setKnobs(knobs_); // what is pressed follows the knobs, not the click
        Q_EMIT chosen(knobs, name);
    });
    const int place = static_cast<int>(buttons_.size());
    layout_->addWidget(button, place / kColumns, place % kColumns);
    buttons_.emplace_back(button, knobs);
    return button;
}

void PresetRow::rebuild() {
    for (auto& [button, knobs] : buttons_)
        button->deleteLater();
    buttons_.clear();
    for (const Preset& preset : presets())
        addButton(buttonName(preset.name), preset.settings,
                  QString::fromUtf8(preset.purpose.data()));
    for (const UserPreset& preset : own_) {
        QToolButton* button = addButton(preset.name, preset.knobs, {});
        button->setContextMenuPolicy(Qt::ActionsContextMenu);
        auto* renameIt = new QAction(tr("&Rename…"), button);
        auto* removeIt = new QAction(tr("&Delete"), button);
        connect(renameIt, &QAction::triggered, this, [this, name = preset.name] { rename(name); });
        connect(removeIt, &QAction::triggered, this, [this, name = preset.name] { remove(name); });
        button->addActions({renameIt, removeIt});
    }
    setKnobs(knobs_);
}

bool PresetRow::setKnobs(const MaskSettings& knobs) {
    knobs_ = knobs;
    bool found = false;
    for (auto& [button, settings] : buttons_) {
        button->setChecked(settings == knobs);
        found = found || settings == knobs;
    }
    return found;
}

QString PresetRow::ownPreset() const {
    const auto found = std::ranges::find(own_, knobs_, &UserPreset::knobs);
    return found == own_.end() ? QString() : found->name;
}

bool PresetRow::exists(const QString& name) const {
    return std::ranges::any_of(own_,
                               [&](const UserPreset& preset) {
                                   return preset.name.compare(name, Qt::CaseInsensitive) == 0;
                               }) ||
           std::ranges::any_of(presets(), [&](const Preset& preset) {
               return buttonName(preset.name).compare(name, Qt::CaseInsensitive) == 0;
           });
}

void PresetRow::askForName(const QString& title, const QString& name,
                           const std::function<void(const QString&)>& accept) {
    auto* dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(title);
    dialog->setLabelText(tr("Name of the preset:"));
    dialog->setTextValue(name);
    // As wide as it takes to read the title, too.
    dialog->findChild<QLineEdit*>()->setMinimumWidth(kDialogWidth);
    connect(dialog, &QInputDialog::textValueSelected, this, [accept](const QString& text) {
        const QString wanted = text.trimmed().left(40);
        if (!wanted.isEmpty())
            accept(wanted);
    });
    dialog->open();
}

void PresetRow::save() {
    askForName(tr("Save preset"), {}, [this](const QString& name) {
        QString free = name;
        for (int i = 2; exists(free); ++i)
            free = tr("%1 (%2)").arg(name).arg(i);
        own_.push_back({free, knobs_});
        setUserPresets(own_);
        rebuild();
    });
}

void PresetRow::rename(const QString& name) {
    askForName(tr("Rename preset"), name, [this, name](const QString& wanted) {
        const auto preset = std::ranges::find(own_, name, &UserPreset::name);
        if (preset == own_.end() ||
            (wanted.compare(name, Qt::CaseInsensitive) != 0 && exists(wanted)))
            return;
        preset->name = wanted;
        setUserPresets(own_);
        rebuild();
    });
}

void PresetRow::remove(const QString& name) {
    std::erase_if(own_, [&](const UserPreset& preset) { return preset.name == name; });
    setUserPresets(own_);
    rebuild();
}

} // namespace refrain
