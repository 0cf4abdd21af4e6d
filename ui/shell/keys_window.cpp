// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/keys_window.h"

#include <QCoreApplication>
#include <QDialog>
#include <QKeyEvent>
#include <QTextBrowser>
#include <QVBoxLayout>
#include <span>

namespace refrain {

namespace {

struct Row {
    const char* keys;
    const char* what;
};

struct Section {
    const char* title;
    std::span<const Row> rows;
};

constexpr Row kSongRows[] = {
    {QT_TRANSLATE_NOOP("keys", "Ctrl+O, or drop a file"), QT_TRANSLATE_NOOP("keys", "open a song")},
    {QT_TRANSLATE_NOOP("keys", "Ctrl+Shift+E"),
     QT_TRANSLATE_NOOP("keys", "export the parts of the selection, whose times go into the names, "
                               "or of the whole song")},
    {QT_TRANSLATE_NOOP("keys", "Ctrl+."), QT_TRANSLATE_NOOP("keys", "stop reading or analysing")},
    {QT_TRANSLATE_NOOP("keys", "Ctrl+Z"),
     QT_TRANSLATE_NOOP("keys", "undo: knobs, faders, solo, mute, copies of A and B; presets that "
                               "were chosen, saved, renamed or deleted")},
    {QT_TRANSLATE_NOOP("keys", "Ctrl+Shift+Z, Ctrl+Y"), QT_TRANSLATE_NOOP("keys", "redo")},
    {QT_TRANSLATE_NOOP("keys", "F1"), QT_TRANSLATE_NOOP("keys", "these keys")},
    {QT_TRANSLATE_NOOP("keys", "Ctrl+Q"), QT_TRANSLATE_NOOP("keys", "quit")},
};

constexpr Row kListenRows[] = {
    {QT_TRANSLATE_NOOP("keys", "Space"), QT_TRANSLATE_NOOP("keys", "play or pause")},
    {QT_TRANSLATE_NOOP("keys", "Shift+Space"), QT_TRANSLATE_NOOP("keys", "play the selection")},
    {QT_TRANSLATE_NOOP("keys", "L, Shift+L"),
     QT_TRANSLATE_NOOP("keys", "loop; loop the selection from its start")},
    {QT_TRANSLATE_NOOP("keys", "Home, End"),
     QT_TRANSLATE_NOOP("keys", "go to the start or the end of the song")},
    {QT_TRANSLATE_NOOP("keys", "Left, Right"),
     QT_TRANSLATE_NOOP("keys", "go back or forth by a second, with Shift by 15")},
    {QT_TRANSLATE_NOOP("keys", "Click into a picture"),
     QT_TRANSLATE_NOOP("keys", "go to that moment; drag along the time to hear on the way")},
    {QT_TRANSLATE_NOOP("keys", "O, B, V"),
     QT_TRANSLATE_NOOP(
         "keys",
         "hear the original, the background, the foreground (V as in voice); again to go back")},
    {QT_TRANSLATE_NOOP("keys", "S, M"),
     QT_TRANSLATE_NOOP("keys", "solo or mute the part under the pointer")},
    {QT_TRANSLATE_NOOP("keys", "X, Shift+X"),
     QT_TRANSLATE_NOOP("keys", "hear the other knobs and faders, A or B; copy these to the other")},
};

constexpr Row kPictureRows[] = {
    {QT_TRANSLATE_NOOP("keys", "Drag"),
     QT_TRANSLATE_NOOP("keys", "select a stretch of time; far up or down, or with Ctrl, a box of "
                               "time and frequency")},
    {QT_TRANSLATE_NOOP("keys", "Shift+click, or drag an end"),
     QT_TRANSLATE_NOOP("keys", "move an end of the selection")},
    {QT_TRANSLATE_NOOP("keys", "Ctrl+G, or click the times below"),
     QT_TRANSLATE_NOOP("keys", "type where to go, as 1:23.4 or 1m23, or what to select, as "
                               "1:20-1:40 or 1:20+20")},
    {QT_TRANSLATE_NOOP("keys", "Ctrl+E"), QT_TRANSLATE_NOOP("keys", "zoom to the selection")},
    {QT_TRANSLATE_NOOP("keys", "Esc, Ctrl+Shift+A"),
     QT_TRANSLATE_NOOP("keys", "clear the selection")},
    {QT_TRANSLATE_NOOP("keys", "Wheel, pinch, Ctrl+=, Ctrl++, Ctrl+-"),
     QT_TRANSLATE_NOOP("keys", "zoom in time; with the mouse the moment under it stays")},
    {QT_TRANSLATE_NOOP("keys", "Alt+wheel, Alt+=, Alt+-"),
     QT_TRANSLATE_NOOP("keys", "zoom in frequency; the wheel over the frequencies does so too")},
    {QT_TRANSLATE_NOOP("keys", "Shift+wheel, sideways, Page up, Page down"),
     QT_TRANSLATE_NOOP("keys", "scroll in time")},
    {QT_TRANSLATE_NOOP("keys", "Up, Down"), QT_TRANSLATE_NOOP("keys", "scroll in frequency")},
    {QT_TRANSLATE_NOOP("keys", "Drag with the middle button"),
     QT_TRANSLATE_NOOP("keys", "move the pictures")},
    {QT_TRANSLATE_NOOP("keys", "F"),
     QT_TRANSLATE_NOOP("keys", "show all of the song and all frequencies")},
    {QT_TRANSLATE_NOOP("keys", "Ctrl+B, Ctrl+Shift+B"),
     QT_TRANSLATE_NOOP("keys", "brighter, darker")},
    {QT_TRANSLATE_NOOP("keys", "Ctrl+P"),
     QT_TRANSLATE_NOOP("keys", "show the pitch of the voice as a line")},
};

constexpr Row kOverviewRows[] = {
    {QT_TRANSLATE_NOOP("keys", "Click"), QT_TRANSLATE_NOOP("keys", "go to that moment")},
    {QT_TRANSLATE_NOOP("keys", "Drag, or drag the playhead"),
     QT_TRANSLATE_NOOP("keys", "hear what is there")},
    {QT_TRANSLATE_NOOP("keys", "Drag the frame, or one of its edges"),
     QT_TRANSLATE_NOOP("keys", "scroll, or zoom, once a part of the song is shown")},
    {QT_TRANSLATE_NOOP("keys", "Wheel, Ctrl+wheel"), QT_TRANSLATE_NOOP("keys", "scroll, zoom")},
};

constexpr Row kKnobRows[] = {
    {QT_TRANSLATE_NOOP("keys", "Ctrl+K"), QT_TRANSLATE_NOOP("keys", "go to the knobs")},
    {QT_TRANSLATE_NOOP("keys", "Drag anywhere on a slider"),
     QT_TRANSLATE_NOOP("keys", "move it from where it is; a click alone changes nothing")},
    {QT_TRANSLATE_NOOP("keys", "Arrow keys, or the wheel once it is clicked"),
     QT_TRANSLATE_NOOP("keys", "a step")},
    {QT_TRANSLATE_NOOP("keys", "Page up, Page down"), QT_TRANSLATE_NOOP("keys", "a large step")},
    {QT_TRANSLATE_NOOP("keys", "with Shift, dragging too"),
     QT_TRANSLATE_NOOP("keys", "ten times as fine")},
    {QT_TRANSLATE_NOOP("keys", "Double-click, Backspace"),
     QT_TRANSLATE_NOOP("keys", "restore what the preset had; of a fader, 0 dB")},
    {QT_TRANSLATE_NOOP("keys", "Drag the crossing of the curves, or arrow keys"),
     QT_TRANSLATE_NOOP("keys", "sideways: which part wins; up and down: both margins")},
};

constexpr Section kSections[] = {
    {QT_TRANSLATE_NOOP("keys", "Song"), kSongRows},
    {QT_TRANSLATE_NOOP("keys", "Listening"), kListenRows},
    {QT_TRANSLATE_NOOP("keys", "Pictures"), kPictureRows},
    {QT_TRANSLATE_NOOP("keys", "Strip of the whole song"), kOverviewRows},
    {QT_TRANSLATE_NOOP("keys", "Knobs"), kKnobRows},
};

QString translated(const char* text) {
    return QCoreApplication::translate("keys", text).toHtmlEscaped();
}

QString page() {
    QString html;
    for (const Section& section : kSections) {
        html += QStringLiteral("<h3>%1</h3><table width='100%' cellspacing='0' cellpadding='3'>")
                    .arg(translated(section.title));
        for (const Row& row : section.rows)
            html += QStringLiteral("<tr><td width='45%'><b>%1</b></td><td>%2</td></tr>")
                        .arg(translated(row.keys), translated(row.what));
        html += QStringLiteral("</table>");
    }
    return html;
}

} // namespace

void showKeysWindow(QWidget* parent) {
    const QString name = QStringLiteral("keys");
    auto* window = parent->findChild<QDialog*>(name);
    if (!window) {
        window = new QDialog(parent);
        window->setObjectName(name);
        window->setWindowTitle(QCoreApplication::translate("keys", "Keys and gestures"));
        auto* text = new QTextBrowser;
        text->setHtml(page());
        text->setAccessibleName(window->windowTitle());
        text->setFrameShape(QFrame::NoFrame);
        text->document()->setDocumentMargin(16);
        auto* layout = new QVBoxLayout(window);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->addWidget(text);
        window->resize(620, 640);
    }
    window->show();
    window->raise();
    window->activateWindow();
}

} // namespace refrain
