// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window.h"

#include "ui/document/paths.h"
#include "ui/export/export_bar.h"
#include "ui/export/exports.h"
#include "ui/playback/monitor_panel.h"
#include "ui/playback/playback_menu.h"
#include "ui/playback/transport.h"
#include "ui/playback/transport_bar.h"
#include "ui/separation/separation_panel.h"
#include "ui/shell/demo_song_file.h"
#include "ui/shell/edit_menu.h"
#include "ui/shell/file_menu.h"
#include "ui/shell/focus_frame.h"
#include "ui/shell/help_menu.h"
#include "ui/shell/job_bar.h"
#include "ui/shell/notice.h"
#include "ui/shell/separation_menu.h"
#include "ui/shell/song_dialog.h"
#include "ui/shell/theme.h"
#include "ui/shell/time_field.h"
#include "ui/shell/view_menu.h"
#include "ui/shell/welcome_page.h"
#include "ui/spectrogram/overview_legend.h"
#include "ui/spectrogram/overview_strip.h"
#include "ui/spectrogram/spectrogram_view.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QLabel>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QScreen>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QStandardPaths>
#include <QStatusBar>
#include <QToolBar>
#include <QVBoxLayout>

namespace refrain {

namespace {

const QString kGeometryKey = QStringLiteral("window/geometry");
const QString kSplitKey = QStringLiteral("window/split");
const QString kThemeKey = QStringLiteral("window/theme");

// Room for what the desktop puts around a window.
constexpr int kTitleBar = 40;

/// The first local file that is dragged, or nothing.
QString draggedFile(const QMimeData* data) {
    for (const QUrl& url : data->urls())
        if (url.isLocalFile())
            return url.toLocalFile();
    return {};
}

} // namespace

MainWindow::MainWindow()
    : transport_(std::make_unique<Transport>(document_)), pages_(new QStackedWidget),
      notice_(new Notice) {
    setTheme(themeNamed(
        QSettings().value(kThemeKey).toString())); // before there is anything to be repainted
    setAcceptDrops(true);
    setMinimumSize(800, 520);

    auto* welcome = new WelcomePage;
    pages_->addWidget(welcome);
    pages_->addWidget(makeWorkspace());
    makePlaybackBar(); // before the pages, as the Tab key shall find it
    setCentralWidget(pages_);
    makeStatusBar();
    makeMenus();
    connect(welcome, &WelcomePage::openWanted, this, &MainWindow::chooseFile);
    connect(welcome, &WelcomePage::demoWanted, this, &MainWindow::openDemo);

    // In an event of its own, as it is the first time that the workspace is seen.
    connect(&document_, &Document::songChanged, this, &MainWindow::showSong, Qt::QueuedConnection);
    connect(&document_, &Document::jobChanged, this, [this] { jobBar_->setJob(document_.job()); });
    connect(&document_, &Document::failed, this, &MainWindow::showMessage);
    connect(&document_, &Document::noticed, notice_, &Notice::warn);
    connect(&document_, &Document::noticeOver, notice_, &Notice::settle);
    connect(&document_.presets(), &Presets::told, notice_, &Notice::tell);
    showSong();
    showKnobs();
    showResults();
    restoreLooks();
}

MainWindow::~MainWindow() {
    // The widgets look at the document, the transport and the exports, so they go first, and hear
    // nothing more.
    document_.disconnect();
    transport_->disconnect();
    exports_->disconnect();
    exports_->queue().disconnect();
    while (QWidget* child = findChild<QWidget*>(QString(), Qt::FindDirectChildrenOnly))
        delete child;
}

QWidget* MainWindow::makeWorkspace() {
    auto* splitter = new QSplitter;
    splitter->setObjectName(QStringLiteral("workspace"));
    splitter->setChildrenCollapsible(false);

    auto* pictures = new QWidget;
    auto* picturesLayout = new QVBoxLayout(pictures);
    picturesLayout->setContentsMargins(0, 0, 0, 0);
    picturesLayout->setSpacing(0);
    view_ = new SpectrogramView;
    overview_ = new OverviewStrip;
    picturesLayout->addWidget(view_, 1);
    new FocusFrame(view_);
    picturesLayout->addWidget(overview_);
    legend_ = new OverviewLegend;
    picturesLayout->addWidget(legend_);
    exports_ = std::make_unique<Exports>(document_, *transport_, *view_, this);
    connect(exports_.get(), &Exports::pictureBegun, notice_, &Notice::warn);
    connect(exports_.get(), &Exports::pictureEnded, notice_, &Notice::settle);
    connect(exports_.get(), &Exports::told, notice_, &Notice::tell);
    auto* exportBar = new ExportBar(exports_->queue());
    picturesLayout->addWidget(exportBar);
    connect(&document_, &Document::songChanged, exportBar,
            [this, exportBar] { exportBar->setSong(document_.song()); });
    connect(exports_.get(), &Exports::pictureFailed, exportBar, &ExportBar::tellFailure);
    connect(exportBar, &ExportBar::retryWanted, exports_.get(), &Exports::askAgain);
    linkViews();

    auto* right = new QWidget;
    auto* rightLayout = new QVBoxLayout(right);
    rightLayout->setContentsMargins(0, 0, 0, 0);
    separation_ = new SeparationPanel(document_);
    rightLayout->addWidget(separation_, 1);
    rightLayout->addWidget(new MonitorPanel(*transport_));
    linkPlayback();

    splitter->addWidget(pictures);
    splitter->addWidget(right);
    splitter->setStretchFactor(0, 1);
    splitter->setStretchFactor(1, 0);
    return splitter;
}

void MainWindow::makePlaybackBar() {
    playbackBar_ = addToolBar(tr("Playback"));
    playbackBar_->setObjectName(QStringLiteral("playback"));
    playbackBar_->setMovable(false);
    playbackBar_->addWidget(new TransportBar(*transport_));
    playbackBar_->toggleViewAction()->setVisible(false);
}

void MainWindow::makeStatusBar() {
    times_ = new TimeField;
    jobBar_ = new JobBar;
    statusBar()->setSizeGripEnabled(false);
    statusBar()->setContentsMargins(8, 0, 8, 0);
    statusBar()->addWidget(notice_, 1);
    statusBar()->addPermanentWidget(times_);
    linkTimes();
    statusBar()->addPermanentWidget(jobBar_);
    connect(jobBar_, &JobBar::cancelled, &document_, &Document::cancel);
}

void MainWindow::makeMenus() {
    auto* file = new FileMenu(document_, this);
    connect(file, &FileMenu::chooseWanted, this, &MainWindow::chooseFile);
    connect(file, &FileMenu::openWanted, this, &MainWindow::open);
    connect(file, &FileMenu::exportWanted, exports_.get(), &Exports::askForStems);
    connect(file, &FileMenu::exportPictureWanted, exports_.get(), &Exports::askForPicture);
    connect(file, &FileMenu::quitWanted, this, &MainWindow::close);
    menuBar()->addMenu(file);
    auto* edit = new EditMenu(document_, *view_, this);
    connect(edit, &EditMenu::told, notice_, &Notice::tell);
    menuBar()->addMenu(edit);
    viewMenu_ = new ViewMenu(*view_, this);
    connect(viewMenu_, &ViewMenu::timeWanted, times_, &TimeField::edit);
    menuBar()->addMenu(viewMenu_);
    menuBar()->addMenu(new PlaybackMenu(*transport_, *view_, this));
    menuBar()->addMenu(new SeparationMenu(document_, *separation_, this));
    auto* help = new HelpMenu(this);
    connect(help, &HelpMenu::demoWanted, this, &MainWindow::openDemo);
    menuBar()->addMenu(help);
}

void MainWindow::open(const QString& path) {
    notice_->clear();
    document_.open(path);
}

void MainWindow::openDemo() {
    notice_->clear();
    const auto programFolder = toPath(QApplication::applicationDirPath());
    const auto cacheFolder =
        toPath(QStandardPaths::writableLocation(QStandardPaths::CacheLocation));
    document_.open(tr("the demo song"), [programFolder, cacheFolder](const Progress& progress) {
        return demoSongFile(programFolder, cacheFolder, progress);
    });
}

void MainWindow::chooseFile() {
    chooseSong(this, [this](const QString& path) { open(path); });
}

void MainWindow::showSong() {
    const auto& song = document_.song();
    if (view_->selection()) { // of the song before, if that had no picture yet
        view_->setSelection({});
        Q_EMIT view_->selectionChanged();
    }
    const bool first = song && pages_->currentIndex() == 0;
    pages_->setCurrentIndex(song ? 1 : 0);
    if (first) // the button that had the keyboard is gone
        view_->setFocus();
    playbackBar_->setVisible(song != nullptr);
    times_->setSong(song ? std::optional(song->file.clip.seconds()) : std::nullopt);
    viewMenu_->setSongOpen(song != nullptr);
    if (!song) {
        setWindowTitle(tr("Refrain"));
        return;
    }
    setWindowTitle(tr("%1 – Refrain").arg(QString::fromStdString(song->file.title)));
    if (message_)
        message_->close(); // it spoke of a file that was tried before
}

void MainWindow::showKnobs() {
    if (shownKnobs_ == document_.settings().knobs)
        return;
    shownKnobs_ = document_.settings().knobs;
    view_->setKnobs(*shownKnobs_);
    overview_->setKnobs(*shownKnobs_);
}

void MainWindow::showResults() {
    const auto& levels = document_.levels();
    view_->setLevels(levels);
    overview_->setLevels(levels);
    if (levels)
        viewMenu_->setLoudest(levels->loudestDecibels);
    view_->setOutdated(document_.isStale());
    view_->setPitchTrack(document_.pitch());
    viewMenu_->setPitchKnown(document_.pitch() != nullptr);
}

void MainWindow::showSelection() {
    const auto& selection = view_->selection();
    overview_->setSelection(selection ? std::optional(selection->time) : std::nullopt);
    times_->setSelection(selection ? std::optional(selection->time) : std::nullopt);
}

void MainWindow::showMessage(const QString& message) {
    if (!message_) {
        message_ = new QMessageBox(QMessageBox::Warning, tr("Refrain"), {}, QMessageBox::Ok, this);
        message_->setAttribute(Qt::WA_DeleteOnClose);
    }
    message_->setTextFormat(Qt::PlainText);
    message_->setText(message);
    message_->open();
}

void MainWindow::restoreLooks() {
    const QSettings settings;
    if (!restoreGeometry(settings.value(kGeometryKey).toByteArray()))
        resize(QSize(1280, 800).boundedTo(screen()->availableSize() - QSize(0, kTitleBar)));
    auto* splitter = findChild<QSplitter*>(QStringLiteral("workspace"));
    if (!splitter->restoreState(settings.value(kSplitKey).toByteArray()))
        splitter->setSizes({930, 350});
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (exports_->queue().isBusy() &&
        QMessageBox::question(
            this, windowTitle(), tr("Files are still being exported. Close and give them up?"),
            QMessageBox::Yes | QMessageBox::No, QMessageBox::No) != QMessageBox::Yes) {
        event->ignore();
        return;
    }
    QSettings settings;
    settings.setValue(kGeometryKey, saveGeometry());
    settings.setValue(kSplitKey, findChild<QSplitter*>(QStringLiteral("workspace"))->saveState());
    QMainWindow::closeEvent(event);
}

void MainWindow::showEvent(QShowEvent* event) {
    QMainWindow::showEvent(event);
    if (event->spontaneous() || document_.song())
        return;
    // The first time that the workspace is shown it is laid out and its plots get their buffers.
    // Better now than when the first song is there, which would have to wait for it.
    pages_->setUpdatesEnabled(false);
    pages_->setCurrentIndex(1);
    pages_->setCurrentIndex(0);
    pages_->setUpdatesEnabled(true);
}

namespace {

/// A move that was proposed would let the sender delete the file.
void acceptAsCopy(QDropEvent& event) {
    if (!(event.possibleActions() & Qt::CopyAction))
        return;
    event.setDropAction(Qt::CopyAction);
    event.accept();
}

} // namespace

/// Also called when what had the keyboard is hidden or disabled, as the button of a line that goes:
/// the next one in order could be any, and a key that was meant for the old one would press it. The
/// pictures are a harmless place.
bool MainWindow::focusNextPrevChild(bool next) {
    const QWidget* focused = focusWidget();
    if (!document_.song() || !focused || (focused->isVisible() && focused->isEnabled()))
        return QMainWindow::focusNextPrevChild(next);
    view_->setFocus(Qt::OtherFocusReason);
    return true;
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (!draggedFile(event->mimeData()).isEmpty())
        acceptAsCopy(*event);
}

void MainWindow::dropEvent(QDropEvent* event) {
    const QString path = draggedFile(event->mimeData());
    if (path.isEmpty())
        return;
    acceptAsCopy(*event);
    open(path);
}

} // namespace refrain
