// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/picture_export.h"

#include "core/base/error.h"
#include "core/base/progress.h"
#include "core/base/staged_files.h"
#include "core/base/worker.h"
#include "core/separation/mask_curve.h"
#include "ui/document/paths.h"
#include "ui/export/export_folder.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QSettings>
#include <QSpinBox>
#include <QVBoxLayout>
#include <algorithm>

namespace refrain {

namespace {

QString translated(const char* text) {
    return QCoreApplication::translate("picture", text);
}

const QString kGroup = QStringLiteral("exportPicture");

// As it takes to read the title, too.
constexpr int kDialogWidth = 400;

struct FormatChoice {
    PictureFormat format;
    const char* name;
    const char* files; // the name of its files in a file dialog
};

constexpr FormatChoice kFormats[] = {
    {PictureFormat::png, QT_TRANSLATE_NOOP("picture", "PNG, pixels"),
     QT_TRANSLATE_NOOP("picture", "PNG pictures (*.png)")},
    {PictureFormat::svg, QT_TRANSLATE_NOOP("picture", "SVG, labels sharp at any size"),
     QT_TRANSLATE_NOOP("picture", "SVG drawings (*.svg)")},
    {PictureFormat::pdf, QT_TRANSLATE_NOOP("picture", "PDF, labels sharp at any size"),
     QT_TRANSLATE_NOOP("picture", "PDF documents (*.pdf)")},
};

/// Draws pictures in the background, for as long as the window lives; the latest wins.
struct PictureWorker : QObject {
    using QObject::QObject;
    Worker worker;
};

Worker& workerOf(QWidget* window) {
    const QString name = QStringLiteral("pictureWorker");
    auto* found = window->findChild<QObject*>(name, Qt::FindDirectChildrenOnly);
    if (!found) {
        found = new PictureWorker(window);
        found->setObjectName(name);
    }
    return static_cast<PictureWorker*>(found)->worker;
}

QSpinBox* sizeBox(const char* name, int smallest, int value) {
    auto* box = new QSpinBox;
    box->setObjectName(QLatin1String(name));
    box->setRange(smallest, 10000);
    box->setSuffix(translated(" px"));
    box->setSingleStep(100);
    box->setValue(value);
    return box;
}

struct Outcome {
    QString sentence; // empty if it was given up
    bool failed = true;
};

Outcome draw(const PictureOrder& order, const std::filesystem::path& target, bool overwrite,
             const Progress& progress) {
    try {
        const auto clip = analysedClip(order.method, clipOf(order.song));
        const MaskCurve curve(order.masks);
        StagedFiles files(overwrite, {order.song->path}, "choose its whole name");
        writePicture(files.create(target), target, {*clip, order.params, *order.share, curve},
                     order.settings, progress);
        files.commit();
        return {translated("Wrote the picture “%1”.").arg(fromPath(target.filename())), false};
    } catch (const Error& error) {
        return {QString::fromStdString(error.what())};
    } catch (const std::bad_alloc&) {
        return {translated("There is not enough memory for a picture of this size; choose a "
                           "smaller one.")};
    } catch (const Cancelled&) {
        return {};
    } catch (const std::exception& error) {
        return {QString::fromLocal8Bit(error.what())};
    }
}

/// Asks for the file, and whether one that exists may be replaced; `chosen` is called with the
/// order, whose format is that of the file's name if it has one.
void askForFile(const PictureOrder& order, QWidget* parent,
                const std::function<void(const PictureOrder& order, const QString& name)>& chosen) {
    const QString ending = QString::fromLatin1(extensionOf(order.settings.format));
    auto* files = new QFileDialog(parent, translated("Export picture"));
    files->setAttribute(Qt::WA_DeleteOnClose);
    files->setAcceptMode(QFileDialog::AcceptSave);
    files->setFileMode(QFileDialog::AnyFile);
    files->setOption(QFileDialog::HideNameFilterDetails); // the name of the file has the ending
    files->setDefaultSuffix(ending.mid(1)); // before it asks, so that it asks of the right file
    QStringList filters;
    for (const FormatChoice& choice : kFormats)
        if (choice.format == order.settings.format)
            filters += translated(choice.files);
    files->setNameFilters(filters);
    std::filesystem::path proposal = order.song->path;
    proposal.replace_extension(extensionOf(order.settings.format));
    files->setDirectory(exportFolder(*order.song));
    files->selectFile(fromPath(proposal.filename()));
    QObject::connect(files, &QFileDialog::fileSelected, parent, [=](const QString& name) {
        PictureOrder named = order;
        named.settings.format = pictureFormatOf(toPath(name)).value_or(order.settings.format);
        rememberExportFolder(fromPath(toPath(name).parent_path()));
        chosen(named, name);
    });
    files->open();
}

void begin(const PictureOrder& order, const QString& name, QWidget* window,
           const PictureTold& told) {
    std::filesystem::path target = toPath(name);
    const bool complete = pictureFormatOf(target).has_value();
    if (!complete) // an ending of the user's own, as in "song 1.2"
        target += extensionOf(order.settings.format);
    told(PictureStage::drawing,
         translated("Drawing the picture “%1” …").arg(fromPath(target.filename())));
    workerOf(window).start([=](const std::stop_token& stop) {
        // The file dialog has asked about a name that was complete.
        const Outcome outcome = draw(order, target, complete, Progress(stop));
        if (!outcome.sentence.isEmpty())
            QMetaObject::invokeMethod(
                window,
                [=] {
                    told(outcome.failed ? PictureStage::failed : PictureStage::done,
                         outcome.sentence);
                },
                Qt::QueuedConnection);
    });
}

} // namespace

void exportPicture(const PictureOrder& order, QWidget* window, const PictureTold& told) {
    QSettings settings;
    settings.beginGroup(kGroup);
    auto* dialog = new QDialog(window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(QStringLiteral("pictureDialog"));
    dialog->setWindowTitle(translated("Export picture"));
    dialog->setMinimumWidth(kDialogWidth);
    auto* format = new QComboBox;
    format->setObjectName(QStringLiteral("format"));
    for (const FormatChoice& choice : kFormats)
        format->addItem(translated(choice.name), QString::fromLatin1(extensionOf(choice.format)));
    format->setCurrentIndex(
        std::max(0, format->findData(settings.value("format", ".png").toString())));
    auto* width = sizeBox("width", kSmallestPictureWidth, settings.value("width", 1920).toInt());
    auto* height =
        sizeBox("height", kSmallestPictureHeight, settings.value("height", 1080).toInt());
    auto* layout = new QVBoxLayout(dialog);
    auto* form = new QFormLayout;
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    form->setVerticalSpacing(10);
    form->setHorizontalSpacing(14);
    form->addRow(translated("&Format"), format);
    form->addRow(translated("&Width"), width);
    form->addRow(translated("&Height"), height);
    layout->setContentsMargins(18, 16, 18, 14);
    layout->setSpacing(16);
    layout->addLayout(form);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel);
    for (QAbstractButton* button : buttons->buttons())
        button->setIcon({});
    layout->addWidget(buttons);
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    QObject::connect(buttons, &QDialogButtonBox::accepted, dialog, [=] {
        QSettings remembered;
        remembered.beginGroup(kGroup);
        remembered.setValue("format", format->currentData());
        remembered.setValue("width", width->value());
        remembered.setValue("height", height->value());
        PictureOrder chosen = order;
        chosen.settings.format = kFormats[std::max(0, format->currentIndex())].format;
        chosen.settings.width = width->value();
        chosen.settings.height = height->value();
        askForFile(chosen, dialog, [=](const PictureOrder& named, const QString& name) {
            begin(named, name, window, told);
            dialog->accept();
        });
    });
    dialog->open();
}

} // namespace refrain
