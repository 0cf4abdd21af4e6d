// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/cli_test.h"

#include <chrono>
#include <csignal>
#include <iostream>

namespace refrain::test {

namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using testing::AllOf;
using testing::AnyOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// What is promised is 200 ms. A busy machine or a sanitizer may take longer, and this is no
// benchmark; a program that only ends when its work is done takes far longer still.
constexpr double kLongestSeconds = 2;

constexpr const char* kNothingWritten = "Interrupted; nothing was written.\n";

class InterruptTest : public CliTest {
protected:
    /// The names of what stands beside the song.
    std::vector<std::string> written() const {
        std::vector<std::string> all = names();
        std::erase(all, "song.wav");
        return all;
    }

    /// Starts the program, waits until it has begun to write a file, and sends it a signal. Unlike
    /// SIGINT, the other signals reach what a script runs beside itself.
    Outcome signalWhileWriting(const std::string& signal) {
        // Vorbis takes its time.
        return runShell("\"$0\" separate \"$1\" --format ogg & "
                        "until ls -A \"$2\" | grep -q part || ! kill -0 $!; do :; done; "
                        "kill -" +
                            signal + " $!; wait $!",
                        {path_, folder_.path().string()});
    }

    std::string path_ =
        song("song.wav", smallSong(44100, 2, 30 * 44100), {}, {.samples = SampleFormat::int16});
};

TEST_F(InterruptTest, EndsTheWorkAtAnyMomentAndLeavesNothing) {
    using Clock = std::chrono::steady_clock;
    Clock::duration whole = std::chrono::minutes(1); // what the work takes without a signal
    const auto run = [&](const std::vector<SignalAfter>& signals) {
        fs::remove(at("song (background).wav"));
        fs::remove(at("song (foreground).wav"));
        const auto start = Clock::now();
        Outcome outcome = runCli({"separate", path_}, signals);
        if (outcome.exitCode == 0)
            whole = std::min(whole, Clock::now() - start);
        return outcome;
    };
    ASSERT_THAT(run({}), EndsWith(0));

    constexpr int kMoments = 12;
    double longest = 0;
    int interrupted = 0;
    // The first moment is before the program has even looked at its words.
    for (int moment = 0; moment < kMoments; ++moment) {
        const auto delay = std::chrono::duration_cast<milliseconds>(whole * moment / kMoments);
        const Outcome outcome = run({{SIGINT, delay}});
        if (outcome.exitCode == 0) { // it was faster this time
            EXPECT_THAT(written(), ElementsAre("song (background).wav", "song (foreground).wav"));
            continue;
        }
        ++interrupted;
        EXPECT_THAT(outcome, EndsWith(130)) << "after " << delay.count() << " ms";
        EXPECT_THAT(outcome.errors, AnyOf(kNothingWritten, IsEmpty()));
        EXPECT_THAT(outcome.output, IsEmpty());
        EXPECT_THAT(written(), IsEmpty());
        EXPECT_LT(outcome.secondsAfterSignal, kLongestSeconds);
        longest = std::max(longest, outcome.secondsAfterSignal);
    }
    EXPECT_GE(interrupted, kMoments / 2);
    std::cout << "The slowest answer to Ctrl-C took " << std::lround(1000 * longest) << " ms.\n";
}

TEST_F(InterruptTest, IsSaidOnceWhenItComesTwice) {
    const Outcome outcome = runCli(
        {"separate", path_}, {{SIGINT, milliseconds(100), true}, {SIGINT, milliseconds(105)}});
    EXPECT_THAT(outcome, EndsWith(130));
    EXPECT_EQ(outcome.errors, kNothingWritten);
    EXPECT_THAT(written(), IsEmpty());
    EXPECT_LT(outcome.secondsAfterSignal, kLongestSeconds);
}

TEST_F(InterruptTest, ByTerminationOrHangUpIsTheSame) {
    for (const int signal : {SIGTERM, SIGHUP}) {
        const Outcome outcome = runCli({"separate", path_}, {{signal, milliseconds(100), true}});
        EXPECT_THAT(outcome, EndsWith(130)) << signal;
        EXPECT_EQ(outcome.errors, kNothingWritten);
        EXPECT_THAT(written(), IsEmpty());
    }
}

TEST_F(InterruptTest, WhileWritingLeavesNoHiddenFile) {
    const Outcome outcome = signalWhileWriting("TERM");
    EXPECT_THAT(outcome, EndsWith(130));
    EXPECT_EQ(outcome.errors, kNothingWritten);
    EXPECT_THAT(written(), IsEmpty());
}

TEST_F(InterruptTest, ThatWasIgnoredFromTheStartIsIgnored) {
    const std::string brief = song("brief.wav");
    EXPECT_THAT(runShell("trap '' HUP INT; \"$0\" separate \"$1\" & sleep 0.02; "
                         "kill -HUP $!; kill -INT $!; wait $!",
                         {brief}),
                EndsWith(0));
}

TEST_F(InterruptTest, AfterTheFirstSongKeepsWhatIsDone) {
    const std::string brief = song("brief.wav");
    const Outcome outcome = runShell("\"$0\" separate \"$1\" \"$2\" --quiet & "
                                     "until test -e \"$3\" || ! kill -0 $!; do :; done; "
                                     "kill -TERM $!; wait $!",
                                     {brief, path_, at("brief (foreground).wav")});
    EXPECT_THAT(outcome, EndsWith(130));
    EXPECT_EQ(outcome.errors, "Interrupted; only what was finished before was written.\n");
    EXPECT_THAT(names(), ElementsAre("brief (background).wav", "brief (foreground).wav",
                                     "brief.wav", "song.wav"));
}

TEST_F(InterruptTest, AKilledRunLeavesHiddenFilesThatTheNextRunRemoves) {
    const Outcome outcome = signalWhileWriting("KILL");
    EXPECT_EQ(outcome.exitCode, 128 + SIGKILL);
    const std::vector<std::string> left = written();
    ASSERT_FALSE(left.empty());
    for (const std::string& name : left)
        EXPECT_EQ(name.front(), '.');
    EXPECT_THAT(runCli({"separate", path_, "--parts", "background"}), EndsWith(0));
    EXPECT_THAT(written(), ElementsAre("song (background).wav"));
}

TEST_F(InterruptTest, EndsAProgramThatWaitsForItsReader) {
    // More than a pipe holds, in a pipe that nobody reads.
    const std::string path =
        song("song.flac", smallSong(), {{"comment", std::string(200'000, 'x')}},
             {.container = Container::flac});
    const Outcome outcome =
        runShell("exec 3>&1; { \"$0\" info --json \"$1\" 3>&- & sleep 0.5; kill -TERM $!; "
                 "wait $!; echo $? >&3; } | sleep 2",
                 {path});
    EXPECT_EQ(outcome.output, "130\n");
    EXPECT_EQ(outcome.errors, kNothingWritten);
}

TEST_F(InterruptTest, EndsTheReadingOfADamagedFileThatNeverEnds) {
    writeCirclingSvx(at("circle.iff"));
    for (const char* command : {"info", "separate"}) {
        const Outcome outcome = runCli({command, at("circle.iff")}, {{SIGINT, milliseconds(300)}});
        // Should a later library find its way out, all the better.
        EXPECT_THAT(outcome.exitCode, AnyOf(130, 0, 1)) << outcome.errors;
        EXPECT_LT(outcome.secondsAfterSignal, kLongestSeconds);
    }
}

TEST_F(InterruptTest, EndsAnEvaluation) {
    const Outcome outcome =
        runCli({"evaluate", "--vocals", path_, "--accompaniment", path_, "--sweep"},
               {{SIGINT, milliseconds(700)}});
    EXPECT_THAT(outcome, EndsWith(130));
    EXPECT_THAT(outcome.output, IsEmpty());
    EXPECT_LT(outcome.secondsAfterSignal, kLongestSeconds);
}

} // namespace

} // namespace refrain::test
