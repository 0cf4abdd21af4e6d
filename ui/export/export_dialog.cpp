// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/export_dialog.h"

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/separation/stem_name.h"
#include "ui/document/paths.h"
#include "ui/export/export_folder.h"
#include "ui/shell/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QRadioButton>
#include <QSettings>
#include <QSlider>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

namespace refrain {

namespace {

const QString kGroup = QStringLiteral("export");
const QString kPatternKey = QStringLiteral("namePattern");

// Where the pattern was remembered when it had no range, and what it was unless the user chose
// another one.
const QString kOldPatternKey = QStringLiteral("pattern");
const QString kOldUsualPattern = QStringLiteral("{title} ({part})");

struct FormatChoice {
    const char* key; // in the settings
    const char* text;
    AudioFormat format;
};

constexpr FormatChoice kFormats[] = {
    {"wav24",
     QT_TRANSLATE_NOOP("refrain::ExportDialog", "WAV, 24 bits"),
     {Container::wav, SampleFormat::int24}},
    {"wav16",
     QT_TRANSLATE_NOOP("refrain::ExportDialog", "WAV, 16 bits, dithered"),
     {Container::wav, SampleFormat::int16}},
    {"wav32f",
     QT_TRANSLATE_NOOP("refrain::ExportDialog", "WAV, 32 bits float"),
     {Container::wav, SampleFormat::float32}},
    {"flac24",
     QT_TRANSLATE_NOOP("refrain::ExportDialog", "FLAC, 24 bits"),
     {Container::flac, SampleFormat::int24}},
    {"flac16",
     QT_TRANSLATE_NOOP("refrain::ExportDialog", "FLAC, 16 bits, dithered"),
     {Container::flac, SampleFormat::int16}},
    {"ogg", QT_TRANSLATE_NOOP("refrain::ExportDialog", "Ogg Vorbis"), {Container::ogg}},
    {"opus", QT_TRANSLATE_NOOP("refrain::ExportDialog", "Opus"), {Container::opus}},
    {"mp3", QT_TRANSLATE_NOOP("refrain::ExportDialog", "MP3"), {Container::mp3}},
};

constexpr int kRates[] = {22050, 32000, 44100, 48000, 88200, 96000};

bool isLossy(Container container) {
    return container != Container::wav && container != Container::flac;
}

/// That of the last export, or the usual one.
QString rememberedPattern(const QSettings& settings) {
    const QString usual = QString::fromUtf8(kUsualNamePattern.data(),
                                            static_cast<qsizetype>(kUsualNamePattern.size()));
    const QString old = settings.value(kOldPatternKey, kOldUsualPattern).toString();
    return settings.value(kPatternKey, old == kOldUsualPattern ? usual : old).toString();
}

} // namespace

ExportDialog::ExportDialog(const ExportChoices& choices, QWidget* parent)
    : QDialog(parent), choices_(choices) {
    setWindowTitle(tr("Export stems"));
    setObjectName(QStringLiteral("exportDialog"));
    auto* layout = new QVBoxLayout(this);
    auto* form = form_ = new QFormLayout;
    form->setVerticalSpacing(10);
    form->setHorizontalSpacing(14);
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    layout->setContentsMargins(18, 16, 18, 14);
    layout->addLayout(form);
    addContents(form);
    addFormat(form);
    addPlace(form);
    layout->addStretch(1);
    buttons_ = new QDialogButtonBox(QDialogButtonBox::Cancel);
    buttons_->addButton(tr("&Export"), QDialogButtonBox::AcceptRole);
    buttons_->button(QDialogButtonBox::Cancel)->setAutoDefault(false);
    buttons_->button(QDialogButtonBox::Cancel)->setIcon({}); // as the other has none
    layout->addWidget(buttons_);
    connect(buttons_, &QDialogButtonBox::accepted, this, &ExportDialog::finish);
    connect(buttons_, &QDialogButtonBox::rejected, this, &QDialog::reject);
    restore();
    showNames();
    resize(std::max(560, sizeHint().width()), sizeHint().height());
}

void ExportDialog::addContents(QFormLayout* form) {
    background_ = new QCheckBox(tr("&Background"));
    foreground_ = new QCheckBox(tr("&Foreground"));
    residual_ = new QCheckBox(tr("&Residual"));
    mix_ = new QCheckBox(tr("What I &hear"));
    background_->setToolTip(tr("What repeats, usually the band"));
    foreground_->setToolTip(tr("What does not come again, usually the voice"));
    residual_->setToolTip(tr("What the margins gave to neither part; with it the files add up to "
                             "the song"));
    mix_->setToolTip(tr("All parts as they are mixed under “What you hear”, without the volume"));
    mix_->setEnabled(choices_.mixIsHeard);
    auto* boxes = new QHBoxLayout;
    boxes->setSpacing(16);
    for (QCheckBox* box : {background_, foreground_, residual_, mix_}) {
        boxes->addWidget(box);
        connect(box, &QCheckBox::toggled, this, &ExportDialog::showNames);
    }
    boxes->addStretch(1);
    form->addRow(tr("Parts"), boxes);

    whole_ = new QRadioButton(
        tr("The &whole song (%1)").arg(QString::fromStdString(timeText(choices_.songSeconds, 1))));
    selection_ = new QRadioButton;
    showRange();
    auto* range = new QHBoxLayout;
    range->setSpacing(16);
    range->addWidget(whole_);
    range->addWidget(selection_);
    range->addStretch(1);
    form->addRow(tr("Range"), range);
}

void ExportDialog::showRange() {
    const auto& selection = choices_.selectionSeconds;
    selection_->setText(selection ? tr("The &selection (%1 – %2)")
                                        .arg(QString::fromStdString(timeText(selection->first, 1)),
                                             QString::fromStdString(timeText(selection->second, 1)))
                                  : tr("The &selection"));
    selection_->setEnabled(selection.has_value());
    (selection ? selection_ : whole_)->setChecked(true);
}

void ExportDialog::addFormat(QFormLayout* form) {
    format_ = new QComboBox;
    format_->setObjectName(QStringLiteral("format"));
    for (const FormatChoice& choice : kFormats)
        format_->addItem(tr(choice.text), QString::fromLatin1(choice.key));
    form->addRow(tr("For&mat"), format_);

    quality_ = new QSlider(Qt::Horizontal);
    quality_->setRange(0, 100);
    quality_->setPageStep(10);
    quality_->setAccessibleName(tr("Quality"));
    qualityText_ = new QLabel;
    qualityText_->setMinimumWidth(qualityText_->fontMetrics().horizontalAdvance("100 %"));
    qualityRow_ = new QWidget;
    auto* quality = new QHBoxLayout(qualityRow_);
    quality->setContentsMargins(0, 0, 0, 0);
    quality->addWidget(quality_, 1);
    quality->addWidget(qualityText_);
    form->addRow(tr("&Quality"), qualityRow_);

    rate_ = new QComboBox;
    const int songRate = choices_.order.song->file.clip.sampleRate;
    rate_->addItem(tr("The song's own (%1 Hz)").arg(songRate), 0);
    for (const int rate : kRates)
        if (rate != songRate)
            rate_->addItem(tr("%1 Hz").arg(rate), rate);
    form->addRow(tr("R&ate"), rate_);

    clipping_ = new QComboBox;
    clipping_->addItem(tr("Turn all files down alike if one would be cut off"), true);
    clipping_->addItem(tr("Leave levels as they are, cut off what is too loud"), false);
    form->addRow(tr("Pea&ks"), clipping_);

    connect(format_, &QComboBox::currentIndexChanged, this, &ExportDialog::showNames);
    connect(quality_, &QSlider::valueChanged, this, &ExportDialog::showNames);
}

void ExportDialog::addPlace(QFormLayout* form) {
    folder_ = new QLineEdit;
    folder_->setObjectName(QStringLiteral("folder"));
    auto* browse = new QToolButton;
    browse->setText(tr("Choose…"));
    auto* place = new QHBoxLayout;
    place->setSpacing(form->horizontalSpacing());
    place->addWidget(folder_, 1);
    place->addWidget(browse);
    auto* folderLabel = new QLabel(tr("Fol&der"));
    folderLabel->setBuddy(folder_);
    form->addRow(folderLabel, place);

    pattern_ = new QLineEdit;
    pattern_->setObjectName(QStringLiteral("pattern"));
    pattern_->setToolTip(tr("{title} stands for the song's title, {part} for the part's name, "
                            "{range} for the times of the selection (for nothing if it is the "
                            "whole song); a / makes folders"));
    form->addRow(tr("&Names"), pattern_);
    names_ = new QLabel;
    names_->setObjectName(QStringLiteral("names"));
    names_->setTextFormat(Qt::PlainText);
    names_->setWordWrap(true);
    QSizePolicy wide = names_->sizePolicy();
    wide.setHorizontalPolicy(QSizePolicy::Expanding); // or it would break names where it need not
    names_->setSizePolicy(wide);
    names_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    names_->setMinimumHeight(names_->fontMetrics().lineSpacing() * 4);
    form->addRow(QString(), names_);

    connect(whole_, &QRadioButton::toggled, this, &ExportDialog::showNames);
    connect(folder_, &QLineEdit::textChanged, this, &ExportDialog::showNames);
    connect(pattern_, &QLineEdit::textChanged, this, &ExportDialog::showNames);
    connect(browse, &QToolButton::clicked, this, [this] {
        const QString folder =
            QFileDialog::getExistingDirectory(this, tr("Folder to export to"), folder_->text());
        if (!folder.isEmpty())
            folder_->setText(folder);
    });
}

void ExportDialog::restore() {
    QSettings settings;
    settings.beginGroup(kGroup);
    background_->setChecked(settings.value("background", true).toBool());
    foreground_->setChecked(settings.value("foreground", true).toBool());
    residual_->setChecked(settings.value("residual", false).toBool());
    mix_->setChecked(settings.value("mix", false).toBool());
    format_->setCurrentIndex(
        std::max(0, format_->findData(settings.value("format", "wav24").toString())));
    quality_->setValue(settings.value("quality", 70).toInt());
    rate_->setCurrentIndex(std::max(0, rate_->findData(settings.value("rate", 0).toInt())));
    clipping_->setCurrentIndex(settings.value("avoidClipping", true).toBool() ? 0 : 1);
    pattern_->setText(rememberedPattern(settings));
    folder_->setText(QDir::toNativeSeparators(exportFolder(*choices_.order.song)));
}

void ExportDialog::remember() const {
    QSettings settings;
    settings.beginGroup(kGroup);
    settings.setValue("background", background_->isChecked());
    settings.setValue("foreground", foreground_->isChecked());
    settings.setValue("residual", residual_->isChecked());
    settings.setValue("mix", mix_->isChecked());
    settings.setValue("format", format_->currentData());
    settings.setValue("quality", quality_->value());
    settings.setValue("rate", rate_->currentData());
    settings.setValue("avoidClipping", clipping_->currentIndex() == 0);
    settings.setValue(kPatternKey, pattern_->text());
    rememberExportFolder(folder_->text());
}

ExportOrder ExportDialog::order() const {
    ExportOrder order = choices_.order;
    ExportSettings& settings = order.settings;
    settings.parts.clear();
    if (background_->isChecked())
        settings.parts.push_back(Part::background);
    if (foreground_->isChecked())
        settings.parts.push_back(Part::foreground);
    if (residual_->isChecked())
        settings.parts.push_back(Part::residual);
    settings.mix =
        mix_->isEnabled() && mix_->isChecked() ? std::optional(choices_.heard) : std::nullopt;
    settings.format = kFormats[std::max(0, format_->currentIndex())].format;
    settings.format.quality = quality_->value() / 100.0;
    settings.sampleRate = rate_->currentData().toInt();
    settings.avoidClipping = clipping_->currentIndex() == 0;
    settings.folder = toPath(folder_->text());
    settings.namePattern = toPath(pattern_->text()).string();
    order.fromSeconds = 0;
    order.toSeconds = choices_.songSeconds;
    if (selection_->isChecked() && choices_.selectionSeconds) {
        order.fromSeconds = choices_.selectionSeconds->first;
        order.toSeconds = choices_.selectionSeconds->second;
    }
    settings.range = rangeName(order.fromSeconds, order.toSeconds, choices_.songSeconds);
    return order;
}

void ExportDialog::showOrder(const ExportOrder& order) {
    const ExportSettings& settings = order.settings;
    const auto wanted = [&](Part part) { return std::ranges::count(settings.parts, part) > 0; };
    background_->setChecked(wanted(Part::background));
    foreground_->setChecked(wanted(Part::foreground));
    residual_->setChecked(wanted(Part::residual));
    mix_->setChecked(settings.mix.has_value());
    const bool whole = order.fromSeconds <= 0 && order.toSeconds >= choices_.songSeconds;
    if (!whole) {
        choices_.selectionSeconds = {order.fromSeconds, order.toSeconds};
        showRange();
    }
    (whole ? whole_ : selection_)->setChecked(true);
    for (int i = 0; i < format_->count(); ++i)
        if (kFormats[i].format.container == settings.format.container &&
            (isLossy(settings.format.container) ||
             kFormats[i].format.samples == settings.format.samples))
            format_->setCurrentIndex(i);
    quality_->setValue(static_cast<int>(std::lround(100 * settings.format.quality)));
    rate_->setCurrentIndex(std::max(0, rate_->findData(settings.sampleRate)));
    clipping_->setCurrentIndex(settings.avoidClipping ? 0 : 1);
    folder_->setText(QDir::toNativeSeparators(fromPath(settings.folder)));
    pattern_->setText(fromPath(settings.namePattern));
}

void ExportDialog::setChoices(const ExportChoices& choices) {
    choices_.order = choices.order;
    choices_.heard = choices.heard;
    choices_.mixIsHeard = choices.mixIsHeard;
    mix_->setEnabled(choices_.mixIsHeard);
    choices_.unready = choices.unready;
    showNames();
}

/// Why the export cannot begin as it is, or nothing.
QString ExportDialog::mistake() const {
    if (!choices_.unready.isEmpty())
        return choices_.unready;
    const ExportOrder order = this->order();
    const auto files = stemFiles(order.settings, order.song->file.title);
    if (files.empty())
        return tr("Choose at least one part.");
    if (folder_->text().isEmpty())
        return tr("Choose a folder.");
    if (pattern_->text().isEmpty() || pattern_->text().endsWith('/'))
        return tr("The files need a name.");
    if (const auto unknown = unknownToken(order.settings.namePattern); !unknown.empty())
        return tr("There is no %1; only {title}, {range} and {part} can be filled in.")
            .arg(QString::fromUtf8(unknown.data(), static_cast<qsizetype>(unknown.size())));
    if (files.size() > 1 && !pattern_->text().contains(QLatin1String("{part}")))
        return tr("Without {part} all files would have one name.");
    try {
        const AudioClip& clip = order.song->file.clip;
        writableRate(order.settings.format, clip.sampleRate, clip.channelCount());
    } catch (const Error& error) {
        return QString::fromStdString(error.what());
    }
    return {};
}

/// Shows the names of the files as they will be, or what is wrong.
void ExportDialog::showNames() {
    const bool lossy = isLossy(kFormats[std::max(0, format_->currentIndex())].format.container);
    form_->setRowVisible(qualityRow_, lossy);
    qualityText_->setText(tr("%1 %").arg(quality_->value()));
    const QString wrong = mistake();
    QPalette colours = palette();
    if (wrong.isEmpty()) {
        const ExportOrder order = this->order();
        QStringList lines;
        for (const auto& file : stemFiles(order.settings, order.song->file.title))
            lines += fromPath(file.lexically_relative(order.settings.folder));
        names_->setText(lines.join('\n'));
        colours.setColor(QPalette::WindowText, quietTextColour(palette()));
    } else {
        names_->setText(wrong);
    }
    names_->setPalette(colours);
    if (buttons_)
        for (QAbstractButton* button : buttons_->buttons())
            if (buttons_->buttonRole(button) == QDialogButtonBox::AcceptRole) {
                button->setEnabled(wrong.isEmpty());
                static_cast<QPushButton*>(button)->setDefault(true);
            }
}

void ExportDialog::finish() {
    if (!mistake().isEmpty())
        return;
    const ExportOrder order = this->order();
    QStringList existing;
    for (const auto& file : stemFiles(order.settings, order.song->file.title)) {
        std::error_code ignored;
        if (std::filesystem::exists(file, ignored))
            existing += fromPath(file.lexically_relative(order.settings.folder));
    }
    if (existing.isEmpty())
        begin(order);
    else
        askToReplace(existing, order);
}

/// Begins with the order that was asked about: what can be exported may change meanwhile.
void ExportDialog::askToReplace(const QStringList& existing, const ExportOrder& order) {
    auto* question =
        new QMessageBox(QMessageBox::Question, windowTitle(), {}, QMessageBox::Cancel, this);
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setTextFormat(Qt::PlainText);
    question->setText(
        existing.size() == 1
            ? tr("1 file exists already: %1").arg(existing.front())
            : tr("%1 files exist already:\n%2").arg(existing.size()).arg(existing.join('\n')));
    QPushButton* replace = question->addButton(tr("&Replace"), QMessageBox::DestructiveRole);
    // Whoever presses Return or Escape without reading must not lose a file.
    question->setDefaultButton(QMessageBox::Cancel);
    question->setEscapeButton(QMessageBox::Cancel);
    for (QAbstractButton* button : question->buttons())
        button->setIcon({});
    connect(replace, &QPushButton::clicked, this, [this, order] {
        ExportOrder allowed = order;
        allowed.overwrite = true;
        begin(allowed);
    });
    question->open();
}

void ExportDialog::begin(const ExportOrder& order) {
    remember();
    Q_EMIT exportWanted(order);
    accept();
}

} // namespace refrain
