// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/playback/mixer.h"

#include "tests/core/playback/listening.h"
#include "tests/core/playback/lockstep.h"
#include "tests/support/allocations.h"
#include "tests/support/child_process.h"

#include <atomic>
#include <cstddef>
#include <gtest/gtest.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <thread>

namespace refrain {

namespace {

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
/// From now on this process may tell its result and end; any other call of the system ends it.
bool allowNothing() {
    sock_filter program[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_write, 1, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_exit_group, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
    };
    const sock_fprog filter = {static_cast<unsigned short>(std::size(program)), program};
    return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}
#endif

} // namespace

TEST(MixerTest, ReportsPeaksAndCutsOffWhatIsTooLoud) {
    test::Lockstep device;
    device.ahead.listen(test::songAlone(test::sine(44100, 1, 44100, 441, 1.5)));
    device.ahead.play(0);
    device.run(10240);
    EXPECT_NEAR(device.mixer.takePeak(0), 1.5, 1e-3);
    EXPECT_EQ(device.mixer.takePeak(0), 0); // until the next block
    for (const float sample : device.sound[0])
        ASSERT_LE(std::abs(sample), 1);
}

TEST(MixerTest, AMomentIsOfOneBlock) {
    // What the callback says and another thread reads: position and next frame must belong
    // together at all times.
    Listening song = test::songAlone(test::noise(44100, 1, 20 * 44100));
    Mixer mixer;
    RenderAhead ahead(mixer);
    mixer.setRate(44100);
    ahead.setRate(44100);
    ahead.listen(song);
    ahead.play(1000);
    std::atomic<bool> done = false;
    std::thread callback([&] {
        std::vector<float> output(2 * 64);
        for (int block = 0; block < 4000; ++block)
            mixer.process(output.data(), 64, block);
        done = true;
    });
    while (!done) {
        ahead.work();
        const Moment moment = mixer.moment();
        if (moment.state == Moment::State::playing && mixer.lateness().blocks == 0) {
            const Index frame = moment.nextFrame - 64; // where the block began
            EXPECT_EQ(moment.position, std::max<Index>(0, 1000 - mixer.fadeLength() + frame));
        }
    }
    callback.join();
}

TEST(MixerTest, CallbackAndRenderAheadMayRunAtTheSameTime) {
    // For ThreadSanitizer: all that the player does, on two threads without any step between them.
    Listening listening =
        test::songWithShare(test::noise(44100, 2, 5 * 44100), GainTable(kShareSteps, 1.0F));
    Mixer mixer;
    RenderAhead ahead(mixer);
    mixer.setRate(44100);
    ahead.setRate(44100);
    ahead.listen(listening);
    ahead.play(0);
    std::atomic<bool> done = false;
    std::thread callback([&] {
        std::vector<float> output(2 * 256);
        for (int block = 0; block < 3000; ++block)
            mixer.process(output.data(), 256, block);
        done = true;
    });
    for (int i = 0; !done; ++i) {
        ahead.work();
        if (i % 5 == 0)
            ahead.play(i * 100 % 200000);
        if (i % 7 == 0) {
            listening.volume = 1.0F - 0.001F * static_cast<float>(i % 100);
            ahead.listen(listening);
        }
        if (i % 11 == 0)
            ahead.setLoop(i % 2 == 0 ? std::optional(Range{1000, 30000}) : std::nullopt);
        if (i % 13 == 0)
            ahead.scrub(i * 10 % 200000);
        if (i % 31 == 0)
            ahead.halt();
        mixer.moment();
        mixer.takePeak(0);
    }
    callback.join();
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
/// A song that is played, with another place of it in the mailbox: what comes are fades, and then
/// nothing that was rendered.
struct Prepared {
    Mixer mixer;
    RenderAhead ahead{mixer};
    std::vector<float> output = std::vector<float>(2 * 1024);

    Prepared() {
        mixer.setRate(44100);
        ahead.setRate(44100);
        ahead.listen(test::songAlone(test::noise(44100, 2, 30000)));
        for (const Index position : {0, 15000}) {
            ahead.play(position);
            while (ahead.work()) {
            }
            if (position == 0)
                mixer.process(output.data(), 1024, 0);
        }
    }

    void playAll() {
        for (int block = 0; block < 100; ++block)
            mixer.process(output.data(), 1024, 0);
    }
};

TEST(MixerTest, TheCallbackMakesNoSystemCall) {
    const std::string result = test::inChild([]() -> std::string {
        auto* prepared = new Prepared; // never deleted, as that would be a call of the system
        if (!allowNothing())
            return test::kNotPermitted;
        prepared->playAll();
        return "played";
    });
    if (result == test::kNotPermitted)
        GTEST_SKIP() << "Left out: no seccomp filters here";
    EXPECT_EQ(result, "played");
}

TEST(MixerTest, TheCallbackAllocatesNothing) {
    Prepared prepared;
    const Index before = test::allocationsOfThisThread();
    prepared.playAll();
    EXPECT_EQ(test::allocationsOfThisThread(), before);
    EXPECT_GT(prepared.mixer.lateness().blocks, 0); // which it comes to as well
    int* volatile something = new int; // so that it is known to count
    delete something;
    EXPECT_GT(test::allocationsOfThisThread(), before);
}
#endif

} // namespace refrain
