// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/exports.h"

#include "ui/document/document.h"
#include "ui/export/export_dialog.h"
#include "ui/export/picture_export.h"
#include "ui/playback/transport.h"
#include "ui/spectrogram/spectrogram_view.h"

#include <utility>

namespace refrain {

Exports::Exports(Document& document, Transport& transport, SpectrogramView& view, QWidget* window)
    : document_(document), transport_(transport), view_(view), window_(window) {}

void Exports::askForStems() {
    ask(nullptr);
}

void Exports::askAgain(const ExportOrder& failed) {
    if (failed.song == document_.song())
        ask(&failed);
    else
        askOfAnother(failed);
}

/// For an export of a song that is no longer open, which needs nothing of the document: all of it
/// is as it was when it failed, but for what the user mends.
void Exports::askOfAnother(const ExportOrder& failed) {
    ExportChoices then;
    then.order = failed;
    then.order.overwrite = false; // what was replaceable then may be another file now
    then.heard = failed.settings.mix.value_or(ExportMix{});
    then.mixIsHeard = failed.settings.mix.has_value();
    then.songSeconds = failed.song->file.clip.seconds();
    auto* dialog = new ExportDialog(then, window_);
    dialog->showOrder(failed);
    dialog->setWindowTitle(
        tr("Export stems of “%1”").arg(QString::fromStdString(failed.song->file.title)));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ExportDialog::exportWanted, &queue_, &ExportQueue::add);
    dialog->open();
}

void Exports::ask(const ExportOrder* failed) {
    const auto& song = document_.song();
    if (!song)
        return;
    const auto choices = [this, song] {
        ExportChoices now;
        now.order.song = song;
        now.order.method = document_.settings().analysis.method;
        now.order.masks = document_.settings().knobs;
        now.order.share = document_.share();
        if (document_.levels())
            now.order.params = document_.levels()->params;
        now.heard.gains = transport_.heard();
        now.mixIsHeard = now.order.method != Method::librosa;
        now.songSeconds = song->file.clip.seconds();
        if (const auto& selection = view_.selection())
            now.selectionSeconds = {selection->time.fromSeconds, selection->time.toSeconds};
        if (!document_.isSeparated())
            now.unready = tr("The song is still being separated; its parts can be exported as "
                             "soon as that is done.");
        return now;
    };
    auto* dialog = new ExportDialog(choices(), window_);
    if (failed)
        dialog->showOrder(*failed);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(&document_, &Document::songChanged, dialog, &QDialog::reject);
    connect(&document_, &Document::resultsChanged, dialog,
            [dialog, choices] { dialog->setChoices(choices()); });
    connect(dialog, &ExportDialog::exportWanted, &queue_, &ExportQueue::add);
    dialog->open();
}

void Exports::askForPicture() {
    if (!document_.song() || !document_.share() || !document_.levels())
        return;
    PictureOrder order;
    order.song = document_.song();
    order.method = document_.settings().analysis.method;
    order.params = document_.levels()->params;
    order.share = document_.share();
    order.masks = document_.settings().knobs;
    order.settings = view_.pictureSettings();
    order.settings.title = order.song->file.title;
    exportPicture(order, window_,
                  [this, song = order.song](PictureStage stage, const QString& sentence) {
                      if (stage == PictureStage::drawing) {
                          drawing_ = sentence;
                          Q_EMIT pictureBegun(sentence);
                          return;
                      }
                      Q_EMIT pictureEnded(std::exchange(drawing_, {}));
                      if (stage == PictureStage::done)
                          Q_EMIT told(sentence);
                      else
                          Q_EMIT pictureFailed(song, sentence);
                  });
}

} // namespace refrain
