// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/document/document.h"

#include <QMainWindow>
#include <QPointer>
#include <memory>

class QLabel;
class QMessageBox;
class QStackedWidget;
class QToolBar;

namespace refrain {

class Exports;
class JobBar;
class Notice;
class OverviewLegend;
class OverviewStrip;
class SeparationPanel;
class SpectrogramView;
class TimeField;
struct TimeSpan;
class Transport;
class ViewMenu;

/// The window of the program: puts its parts together and carries what the user asks for from one
/// to the other. The parts know the document, not each other.
///
/// Threads: the GUI thread.
class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    MainWindow();
    ~MainWindow() override;

    void open(const QString& path);
    void openDemo();

    Document& document() { return document_; }

protected:
    void closeEvent(QCloseEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    bool focusNextPrevChild(bool next) override;

private:
    QWidget* makeWorkspace();
    void linkViews();
    void linkPlayback();
    void linkTimes();
    void bringIntoView(const TimeSpan& range);
    void makePlaybackBar();
    void makeStatusBar();
    void makeMenus();

    void chooseFile();
    void showSong();
    void showKnobs();
    void showResults();
    void showSelection();
    void showMessage(const QString& message);
    void restoreLooks();

    Document document_; // the first, so that it is the last to go
    std::unique_ptr<Transport> transport_;
    std::unique_ptr<Exports> exports_;

    QStackedWidget* pages_;
    Notice* notice_;
    SpectrogramView* view_ = nullptr;
    OverviewStrip* overview_ = nullptr;
    OverviewLegend* legend_ = nullptr;
    SeparationPanel* separation_ = nullptr;
    ViewMenu* viewMenu_ = nullptr;
    JobBar* jobBar_ = nullptr;
    QToolBar* playbackBar_ = nullptr;
    TimeField* times_ = nullptr;
    std::optional<MaskSettings> shownKnobs_;
    QPointer<QMessageBox> message_;
};

} // namespace refrain
