// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/picture_export.h"

#include "core/base/error.h"
#include "core/base/progress.h"
#include "core/base/staged_files.h"
#include "core/base/worker.h"
#include "core/separation/mask_curve.h"
#include "ui/document/paths.h"

#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QPointer>
#include <QSettings>
#include <QSpinBox>
#include <QVBoxLayout>

namespace refrain {

namespace {

QString translated(const char* text) {
    return QCoreApplication::translate("picture", text);
}

QSpinBox* sizeBox(int smallest, int value) {
    auto* box = new QSpinBox;
    box->setRange(smallest, 10000);
    box->setSuffix(translated(" px"));
    box->setSingleStep(100);
    box->setValue(value);
    return box;
}

QString draw(const PictureOrder& order, const std::filesystem::path& target,
             const Progress& progress) {
    try {
        const auto clip = analysedClip(order.method, clipOf(order.song));
        const MaskCurve curve(order.masks);
        StagedFiles files(true, {order.song->path}); // the file dialog has asked
        writePicture(files.create(target), target, {*clip, order.params, *order.share, curve},
                     order.settings, progress);
        files.commit();
        return translated("Wrote the picture “%1”.").arg(fromPath(target.filename()));
    } catch (const Error& error) {
        return QString::fromStdString(error.what());
    } catch (const std::bad_alloc&) {
        return translated("There is not enough memory for a picture of this size; choose a "
                          "smaller one.");
    } catch (const Cancelled&) {
        return {};
    } catch (const std::exception& error) {
        return QString::fromLocal8Bit(error.what());
    }
}

} // namespace

void exportPicture(const PictureOrder& order, QWidget* parent,
                   const std::function<void(const QString& sentence)>& told) {
    QSettings settings;
    settings.beginGroup(QStringLiteral("exportPicture"));
    auto* dialog = new QDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(QStringLiteral("pictureDialog"));
    dialog->setWindowTitle(translated("Export picture"));
    auto* width = sizeBox(kSmallestPictureWidth, settings.value("width", 1920).toInt());
    auto* height = sizeBox(kSmallestPictureHeight, settings.value("height", 1080).toInt());
    auto* layout = new QVBoxLayout(dialog);
    auto* form = new QFormLayout;
    form->addRow(translated("&Width"), width);
    form->addRow(translated("&Height"), height);
    layout->addLayout(form);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel);
    layout->addWidget(buttons);
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    QObject::connect(buttons, &QDialogButtonBox::accepted, dialog, [=] {
        QSettings remembered;
        remembered.beginGroup(QStringLiteral("exportPicture"));
        remembered.setValue("width", width->value());
        remembered.setValue("height", height->value());
        std::filesystem::path proposal = order.song->path;
        proposal.replace_extension(".png");
        QString name = QFileDialog::getSaveFileName(
            dialog, dialog->windowTitle(), fromPath(proposal), translated("Pictures (*.png)"));
        if (name.isEmpty())
            return;
        if (!name.endsWith(QLatin1String(".png"), Qt::CaseInsensitive))
            name += QLatin1String(".png");
        PictureOrder sized = order;
        sized.settings.width = width->value();
        sized.settings.height = height->value();
        const QPointer<QWidget> window = parent;
        static Worker worker;
        worker.start([sized, name, told, window](const std::stop_token& stop) {
            const QString sentence = draw(sized, toPath(name), Progress(stop));
            QMetaObject::invokeMethod(
                qApp,
                [=] {
                    if (window)
                        told(sentence);
                },
                Qt::QueuedConnection);
        });
        dialog->accept();
    });
    dialog->open();
}

} // namespace refrain
