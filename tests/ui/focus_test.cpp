// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/song_window.h"
#include "ui/export/export_bar.h"
#include "ui/separation/analysis_box.h"
#include "ui/separation/preset_row.h"
#include "ui/shell/job_bar.h"
#include "ui/spectrogram/spectrogram_view.h"

#include <QSpinBox>

namespace refrain {
namespace {

/// Where the keyboard is when the control that had it goes: not on the next one, which a key that
/// was meant for the old one would press.
class FocusTest : public test::SongWindowTest {
protected:
    QWidget* view() const { return window_.findChild<SpectrogramView*>(); }

    static std::string focused() {
        const QWidget* widget = QApplication::focusWidget();
        return widget ? std::string(widget->metaObject()->className()) + ' ' +
                            widget->accessibleName().toStdString()
                      : "nothing";
    }

    void keepKnobs(const char* name, const MaskSettings& knobs) {
        SeparationSettings settings = document().settings();
        settings.knobs = knobs;
        document().change(settings, QStringLiteral("Knobs"));
        document().presets().save(QString::fromUtf8(name), knobs);
        QCoreApplication::processEvents();
    }
};

TEST_F(FocusTest, GoesToTheNeighbourOfADeletedPreset) {
    keepKnobs("One", {2, 3, 4});
    keepKnobs("Two", {3, 4, 5});
    keepKnobs("Three", {4, 5, 6});
    const struct {
        const char* deleted;
        const char* next;
    } steps[] = {{"Two", "Three"}, {"Three", "One"}, {"One", "Save…"}};
    for (const auto& [deleted, next] : steps) {
        button(deleted)->setFocus();
        window_.findChild<PresetRow*>()->remove(QString::fromUtf8(deleted));
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        EXPECT_EQ(QApplication::focusWidget(), button(next)) << focused();
    }
    undo();
    EXPECT_EQ(QApplication::focusWidget(), button("Save…"));
}

TEST_F(FocusTest, StaysOnAPresetWhileOthersComeAndGo) {
    keepKnobs("One", {2, 3, 4});
    button("Karaoke")->setFocus();
    keepKnobs("Two", {3, 4, 5});
    EXPECT_EQ(QApplication::focusWidget(), button("Karaoke")) << focused();
    button("One")->setFocus();
    undo(); // of Two
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    EXPECT_EQ(QApplication::focusWidget(), button("One")) << focused();
}

TEST_F(FocusTest, TheTabKeyFindsNewPresetsWhereTheyAreSeen) {
    keepKnobs("One", {2, 3, 4});
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    button("Save…")->setFocus();
    for (const char* name : {"Balanced", "Article", "Karaoke", "Acapella", "One"}) {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        EXPECT_EQ(QApplication::focusWidget(), button(name)) << focused();
    }
}

TEST_F(FocusTest, GoesToThePicturesWhenALineIsClosed) {
    auto* bar = window_.findChild<ExportBar*>();
    bar->tellFailure(document().song(), QStringLiteral("Cannot draw."));
    QToolButton* close = button("✕");
    close->setFocus();
    ASSERT_EQ(QApplication::focusWidget(), close);
    QTest::keyClick(close, Qt::Key_Return);
    EXPECT_EQ(QApplication::focusWidget(), view()) << focused();
}

TEST_F(FocusTest, GoesToThePicturesWhenThereIsNothingToCancelAnyMore) {
    SeparationSettings settings = document().settings();
    settings.analysis.method = Method::repeating;
    document().change(settings, QStringLiteral("Method"));
    auto* cancel = window_.findChild<JobBar*>()->findChild<QToolButton*>();
    ASSERT_TRUE(cancel->isVisible());
    QTest::mouseClick(cancel, Qt::LeftButton);
    EXPECT_FALSE(cancel->isVisible());
    EXPECT_EQ(QApplication::focusWidget(), view()) << focused();
}

TEST_F(FocusTest, GoesToThePicturesWhenAFieldIsOfNoUseAnyMore) {
    auto* box = window_.findChild<AnalysisBox*>();
    box->setUnfolded(true);
    SeparationSettings settings = document().settings();
    settings.analysis.method = Method::repeating;
    document().change(settings, QStringLiteral("Method"));
    auto* field = box->findChild<QSpinBox*>();
    field->setFocus();
    ASSERT_EQ(QApplication::focusWidget(), field);
    undo();
    EXPECT_FALSE(field->isEnabled());
    EXPECT_EQ(QApplication::focusWidget(), view()) << focused();
}

} // namespace
} // namespace refrain
