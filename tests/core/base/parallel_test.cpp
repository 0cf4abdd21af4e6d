// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/parallel.h"

#include "tests/support/child_process.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <functional>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <latch>
#include <mutex>
#include <sched.h>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

namespace refrain {

namespace {

using testing::ElementsAre;

// So many items that a loop which does not end early does not end.
constexpr Index kEndless = Index{1} << 50;

class ParallelTest : public testing::Test {
protected:
    ~ParallelTest() override { setThreadCount(0); }
};

/// For what must hold with any number of threads.
class ParallelForTest : public ParallelTest {
protected:
    static void withOneToEightThreads(const std::function<void(int threads)>& test) {
        for (int threads = 1; threads <= 8; ++threads) {
            SCOPED_TRACE(std::to_string(threads) + " threads");
            setThreadCount(threads);
            test(threads);
        }
    }
};

TEST_F(ParallelForTest, EveryItemIsDoneOnce) {
    withOneToEightThreads([&](int) {
        for (const Index count : {1, 2, 7, 8, 9, 100, 200'000}) {
            std::vector<std::atomic<int>> times(count);
            parallelFor(count, {}, [&](Index item) { ++times[item]; });
            EXPECT_TRUE(std::ranges::all_of(times, [](int n) { return n == 1; }))
                << count << " items";
        }
    });
}

TEST_F(ParallelForTest, NothingIsDoneForNoItems) {
    withOneToEightThreads([&](int) {
        for (const Index count : {0, -1})
            parallelFor(count, {}, [](Index) { FAIL(); });
    });
}

TEST_F(ParallelForTest, AsManyThreadsWorkAsWereChosen) {
    withOneToEightThreads([&](int threads) {
        // Nobody goes on before all have come: with fewer threads this would wait for ever.
        std::latch all(threads);
        std::mutex mutex;
        std::set<std::thread::id> seen;
        parallelFor(threads, {}, [&](Index) {
            all.arrive_and_wait();
            const std::lock_guard lock(mutex);
            seen.insert(std::this_thread::get_id());
        });
        EXPECT_EQ(std::ssize(seen), threads);
        EXPECT_TRUE(seen.contains(std::this_thread::get_id())) << "the calling thread works too";
    });
}

TEST_F(ParallelForTest, NoMoreThreadsWorkThanWereChosen) {
    withOneToEightThreads([&](int threads) {
        std::mutex mutex;
        std::set<std::thread::id> seen;
        parallelFor(3000, {}, [&](Index) {
            std::this_thread::yield(); // so that one too many would have its turn
            const std::lock_guard lock(mutex);
            seen.insert(std::this_thread::get_id());
        });
        EXPECT_LE(std::ssize(seen), threads);
    });
}

TEST_F(ParallelForTest, ResultsAreThoseOfOneThread) {
    withOneToEightThreads([&](int) {
        const auto work = [] {
            std::vector<double> results(3000);
            parallelFor(std::ssize(results), {}, [&](Index item) {
                double sum = 0;
                for (int i = 1; i < 50; ++i)
                    sum += std::sin(static_cast<double>(item) / i);
                results[item] = sum;
            });
            return results;
        };
        const std::vector<double> results = work();
        setThreadCount(1);
        EXPECT_EQ(results, work());
    });
}

TEST_F(ParallelForTest, AnExceptionOfAnItemArrivesWhenAllHaveLeft) {
    withOneToEightThreads([&](int) {
        std::atomic<int> inside = 0;
        std::atomic<Index> done = 0;
        try {
            parallelFor(kEndless, {}, [&](Index item) {
                ++inside;
                if (item == 20) {
                    --inside;
                    throw std::domain_error("item 20");
                }
                ++done;
                --inside;
            });
            FAIL() << "nothing was thrown";
        } catch (const std::domain_error& error) {
            EXPECT_STREQ(error.what(), "item 20");
        }
        EXPECT_EQ(inside, 0);
        EXPECT_GE(done, 20) << "lower items begin earlier";
    });
}

TEST_F(ParallelForTest, OneExceptionOfManyArrives) {
    withOneToEightThreads([&](int) {
        EXPECT_THROW(parallelFor(1000, {}, [](Index) { throw std::domain_error("each of them"); }),
                     std::domain_error);
    });
}

TEST_F(ParallelForTest, AStopEndsItEarly) {
    withOneToEightThreads([&](int) {
        std::stop_source source;
        EXPECT_THROW(parallelFor(kEndless, Progress(source.get_token()),
                                 [&](Index item) {
                                     if (item == 20)
                                         source.request_stop();
                                 }),
                     Cancelled);
    });
}

TEST_F(ParallelForTest, AStopThatWasRequestedBeforeLetsNothingBegin) {
    withOneToEightThreads([&](int) {
        std::stop_source source;
        source.request_stop();
        for (const Index count : {0, 5})
            EXPECT_THROW(parallelFor(count, Progress(source.get_token()), [](Index) { FAIL(); }),
                         Cancelled);
    });
}

TEST_F(ParallelForTest, AnExceptionOfTheListenerArrives) {
    withOneToEightThreads([&](int) {
        const Progress progress({}, [](double) { throw std::domain_error("listener"); });
        EXPECT_THROW(parallelFor(1000, progress, [](Index) {}), std::domain_error);
    });
}

TEST_F(ParallelForTest, ProgressRisesToOneOnTheCallingThread) {
    withOneToEightThreads([&](int) {
        for (const Index count : {0, 1, 3, 1000}) {
            std::vector<double> fractions;
            const auto caller = std::this_thread::get_id();
            parallelFor(count,
                        Progress({},
                                 [&](double fraction) {
                                     EXPECT_EQ(std::this_thread::get_id(), caller);
                                     fractions.push_back(fraction);
                                 }),
                        [](Index) {});
            ASSERT_FALSE(fractions.empty());
            EXPECT_TRUE(std::ranges::is_sorted(fractions));
            EXPECT_GE(fractions.front(), 0);
            EXPECT_EQ(fractions.back(), 1);
        }
    });
}

TEST_F(ParallelForTest, AnItemMayUseItItself) {
    withOneToEightThreads([&](int) {
        std::vector<std::vector<Index>> squares(12, std::vector<Index>(40));
        parallelFor(std::ssize(squares), {}, [&](Index row) {
            parallelFor(std::ssize(squares[row]), {},
                        [&](Index column) { squares[row][column] = row * column; });
        });
        for (Index row = 0; row < std::ssize(squares); ++row)
            for (Index column = 0; column < std::ssize(squares[row]); ++column)
                ASSERT_EQ(squares[row][column], row * column);
    });
}

TEST_F(ParallelForTest, AnExceptionPassesThroughTwoOfThem) {
    withOneToEightThreads([&](int) {
        const auto inner = [](Index row) {
            parallelFor(10, {}, [&](Index column) {
                if (row == 3 && column == 4)
                    throw std::domain_error("inner");
            });
        };
        EXPECT_THROW(parallelFor(10, {}, inner), std::domain_error);
    });
}

TEST_F(ParallelTest, OneThreadGoesThroughTheItemsInOrder) {
    setThreadCount(1);
    std::vector<Index> items;
    parallelFor(5, {}, [&](Index item) { items.push_back(item); });
    EXPECT_THAT(items, ElementsAre(0, 1, 2, 3, 4));
}

TEST_F(ParallelTest, WithOneThreadNothingBeginsAfterAStopOrAnException) {
    setThreadCount(1);
    std::stop_source source;
    Index begun = 0;
    EXPECT_THROW(parallelFor(100, Progress(source.get_token()),
                             [&](Index item) {
                                 ++begun;
                                 if (item == 20)
                                     source.request_stop();
                             }),
                 Cancelled);
    EXPECT_EQ(begun, 21);
    begun = 0;
    EXPECT_THROW(parallelFor(100, {},
                             [&](Index item) {
                                 ++begun;
                                 if (item == 20)
                                     throw std::domain_error("here");
                             }),
                 std::domain_error);
    EXPECT_EQ(begun, 21);
}

TEST_F(ParallelTest, WithoutAChoiceThereIsAThreadForEachProcessorThatMayBeUsed) {
    const auto count = [](int processors) {
        return test::inChild([&]() -> std::string {
            cpu_set_t all;
            if (sched_getaffinity(0, sizeof all, &all) != 0 || CPU_COUNT(&all) < processors)
                return test::kNotPermitted;
            cpu_set_t some;
            CPU_ZERO(&some);
            for (int cpu = 0; CPU_COUNT(&some) < processors; ++cpu)
                if (CPU_ISSET(cpu, &all))
                    CPU_SET(cpu, &some);
            if (sched_setaffinity(0, sizeof some, &some) != 0)
                return test::kNotPermitted;
            setThreadCount(0);
            std::string counts = std::to_string(threadCount());
            setThreadCount(-3);
            return counts + " " + std::to_string(threadCount());
        });
    };
    for (const int processors : {1, 2}) {
        const std::string text = std::to_string(processors);
        EXPECT_THAT(count(processors), testing::AnyOf(text + " " + text, test::kNotPermitted));
    }
}

TEST_F(ParallelTest, TheChosenNumberOfThreadsIsKept) {
    setThreadCount(5);
    EXPECT_EQ(threadCount(), 5);
    setThreadCount(0);
    EXPECT_GE(threadCount(), 1);
}

} // namespace

} // namespace refrain
