// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/separation/preset_row.h"

#include "ui/document/presets.h"

#include <QAction>
#include <QEvent>
#include <QGridLayout>
#include <QInputDialog>
#include <QLineEdit>
#include <QResizeEvent>
#include <QStyleOptionToolButton>
#include <QStylePainter>
#include <QToolButton>
#include <algorithm>
#include <utility>

namespace refrain {

namespace {

constexpr int kColumns = 4;
constexpr int kSpacing = 4;
constexpr int kMargin = 4; // between the letters of a button and either edge
constexpr int kDialogWidth = 360;
constexpr int kLongestName = 40; // letters

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

PresetRow::PresetRow(Presets& presets, QWidget* parent)
    : QWidget(parent), presets_(presets), save_(new QToolButton(this)),
      layout_(new QGridLayout(this)) {
    layout_->setContentsMargins(0, 0, 0, 0);
    layout_->setSpacing(kSpacing);
    for (int column = 0; column < kColumns; ++column)
        layout_->setColumnStretch(column, 1);
    save_->setText(tr("Save…"));
    save_->setFocusPolicy(Qt::StrongFocus);
    save_->setAccessibleName(tr("Save preset"));
    save_->setToolTip(tr("Keep the knobs as a preset of your own"));
    connect(save_, &QToolButton::clicked, this, &PresetRow::save);
    connect(&presets_, &Presets::changed, this, &PresetRow::rebuild);
    rebuild();
}

void PresetRow::add(const QString& name, const MaskSettings& knobs, const QString& purpose) {
    auto* button = new PresetButton(this);
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
    places_.push_back({.button = button, .name = name, .knobs = knobs});
}

void PresetRow::rebuild() {
    const std::vector<Place> old = std::exchange(places_, {});
    for (const Preset& preset : presets())
        add(buttonName(preset.name), preset.settings, QString::fromUtf8(preset.purpose.data()));
    for (const UserPreset& preset : presets_.own()) {
        add(preset.name, preset.knobs, {});
        places_.back().own = true;
        QToolButton* button = places_.back().button;
        button->setContextMenuPolicy(Qt::ActionsContextMenu);
        auto* renameIt = new QAction(tr("&Rename…"), button);
        auto* removeIt = new QAction(tr("&Delete"), button);
        connect(renameIt, &QAction::triggered, this, [this, name = preset.name] { rename(name); });
        connect(removeIt, &QAction::triggered, this, [this, name = preset.name] { remove(name); });
        button->addActions({renameIt, removeIt});
    }
    setKnobs(knobs_);
    arrange();
    keepKeyboard(old);
    for (const Place& place : old) {
        layout_->removeWidget(place.button);
        place.button->hide();
        place.button->deleteLater(); // it may be one of its own actions that asked for this
    }
}

/// Puts the new buttons where the old ones are in the order of the Tab key, and the keyboard, if it
/// is on one of these, on that of the same name, or else on what is next to a deleted one.
void PresetRow::keepKeyboard(const std::vector<Place>& old) const {
    if (old.empty())
        return;
    QWidget::setTabOrder(old.back().button, places_.front().button);
    for (std::size_t i = 1; i < places_.size(); ++i)
        QWidget::setTabOrder(places_[i - 1].button, places_[i].button);
    // Of this window, also while the one that asks for a name is active.
    const auto focused = std::ranges::find(old, window()->focusWidget(), &Place::button);
    if (focused == old.end())
        return;
    for (const Place& place : places_)
        place.button->show(); // or they could not have it yet
    const auto same = std::ranges::find(places_, focused->name, &Place::name);
    const auto last = places_.size() - 1;
    const auto next = std::min(static_cast<std::size_t>(focused - old.begin()), last);
    if (same != places_.end())
        same->button->setFocus();
    else if (places_[next].own)
        places_[next].button->setFocus();
    else
        save_->setFocus(); // where a key that was pressed too often does no harm
}

void PresetRow::arrange() {
    const int column = (width() + kSpacing) / kColumns; // with the space to the next one
    int row = 0;
    int at = 0;
    for (const Place& place : places_) {
        const QFontMetrics metrics = place.button->fontMetrics();
        const int needed = metrics.horizontalAdvance(place.name) + 2 * kMargin + 2 + kSpacing;
        const int columns = std::clamp((needed + column - 1) / std::max(column, 1), 1, kColumns);
        if (at + columns > kColumns) {
            ++row;
            at = 0;
        }
        if (const int index = layout_->indexOf(place.button); index >= 0)
            delete layout_->takeAt(index);
        layout_->addWidget(place.button, row, at, 1, columns);
        at += columns;
    }
}

void PresetRow::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    if (event->size().width() != event->oldSize().width())
        arrange();
}

void PresetRow::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        arrange();
}

bool PresetRow::setKnobs(const MaskSettings& knobs) {
    knobs_ = knobs;
    bool found = false;
    for (const Place& place : places_) {
        place.button->setChecked(place.knobs == knobs);
        found = found || place.knobs == knobs;
    }
    return found;
}

QString PresetRow::ownPreset() const {
    const auto found = std::ranges::find(presets_.own(), knobs_, &UserPreset::knobs);
    return found == presets_.own().end() ? QString() : found->name;
}

void PresetRow::askForName(const QString& title, const QString& name,
                           const std::function<void(const QString&)>& accept) {
    auto* dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(title);
    dialog->setLabelText(tr("Name of the preset:"));
    dialog->setTextValue(name);
    auto* line = dialog->findChild<QLineEdit*>();
    line->setMaxLength(kLongestName);
    line->setMinimumWidth(kDialogWidth); // as it takes to read the title, too
    connect(dialog, &QInputDialog::textValueSelected, this, [accept](const QString& text) {
        const QString wanted = text.trimmed();
        if (!wanted.isEmpty())
            accept(wanted);
    });
    dialog->open();
}

void PresetRow::save() {
    // Those that were there when it was asked for: until the name is typed, another song may come.
    askForName(tr("Save preset"), {},
               [this, knobs = knobs_](const QString& name) { presets_.save(name, knobs); });
}

void PresetRow::rename(const QString& name) {
    askForName(tr("Rename preset"), name,
               [this, name](const QString& wanted) { presets_.rename(name, wanted); });
}

void PresetRow::remove(const QString& name) {
    presets_.remove(name);
}

} // namespace refrain
