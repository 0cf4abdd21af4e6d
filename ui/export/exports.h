// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/export/export_queue.h"

#include <QObject>

class QWidget;

namespace refrain {

class Document;
class SpectrogramView;
class Transport;

/// What a window exports: asks the user, with what can be exported of the document now, and has it
/// carried out.
///
/// Threads: the GUI thread.
class Exports : public QObject {
    Q_OBJECT

public:
    /// It may not be used once any of them is being destroyed.
    Exports(Document& document, Transport& transport, SpectrogramView& view, QWidget* window);

    ExportQueue& queue() { return queue_; }

    void askForStems();
    void askForPicture();

    /// For an export that failed: with its settings, to be mended; also if another song is open by
    /// now.
    void askAgain(const refrain::ExportOrder& failed);

Q_SIGNALS:
    /// A picture is drawn from now on, until `pictureEnded` with the same sentence.
    void pictureBegun(const QString& sentence);
    void pictureEnded(const QString& sentence);

    /// What was written; a sentence.
    void told(const QString& sentence);

    /// Why the picture of this song could not be made; a sentence.
    void pictureFailed(const std::shared_ptr<const refrain::Song>& song, const QString& sentence);

private:
    void ask(const ExportOrder* failed);
    void askOfAnother(const ExportOrder& failed);

    Document& document_;
    Transport& transport_;
    SpectrogramView& view_;
    QWidget* window_;
    QString drawing_; // what is told of the picture that is drawn
    ExportQueue queue_;
};

} // namespace refrain
