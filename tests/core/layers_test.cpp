// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/array2d.h"
#include "tests/support/paths.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <filesystem>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

// What ARCHITECTURE.md says of the layers, read off the sources.

namespace refrain {

namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

/// From the bottom up: a folder may include only itself and what stands before it.
const std::vector<std::string> kLayers = {"base",    "audio",    "spectrum", "separation",
                                          "picture", "playback", "session"};

/// What C++ and POSIX bring along and that has an ending.
const std::set<std::string> kSystemHeaders = {
    "dirent.h",   "fcntl.h",    "poll.h",        "pthread.h",  "sched.h",       "semaphore.h",
    "signal.h",   "spawn.h",    "sys/eventfd.h", "sys/file.h", "sys/mman.h",    "sys/resource.h",
    "sys/stat.h", "sys/time.h", "sys/types.h",   "sys/wait.h", "sys/statvfs.h", "termios.h",
    "unistd.h",   "time.h",     "sys/sysinfo.h"};

struct Source {
    std::string path; // from the top of the project: "core/base/text.h"
    std::vector<std::string> lines;
    std::vector<std::string> ours;   // included in quotation marks
    std::vector<std::string> theirs; // included in angle brackets

    bool isHeader() const { return path.ends_with(".h"); }
    std::string folder() const { return path.substr(5, path.find('/', 5) - 5); }
};

Source readSource(const fs::path& path) {
    Source source;
    source.path = fs::relative(path, test::sourceFolder()).generic_string();
    std::istringstream text(test::readBytes(path));
    for (std::string line; std::getline(text, line);) {
        source.lines.push_back(line);
        std::istringstream words(line);
        std::string hash;
        std::string name;
        words >> hash >> name;
        if (hash == "#") // "# include"
            words >> name;
        else if (hash != "#include")
            continue;
        if (name.starts_with('"'))
            source.ours.push_back(name.substr(1, name.size() - 2));
        if (name.starts_with('<'))
            source.theirs.push_back(name.substr(1, name.size() - 2));
    }
    return source;
}

class LayersTest : public testing::Test {
protected:
    static const std::vector<Source>& sources() {
        static const std::vector<Source> all = [] {
            std::vector<Source> found;
            for (const auto& entry :
                 fs::recursive_directory_iterator(test::sourceFolder() / "core"))
                if (entry.path().extension() == ".h" || entry.path().extension() == ".cpp")
                    found.push_back(readSource(entry.path()));
            return found;
        }();
        return all;
    }

    static Index rank(const std::string& folder) {
        return std::ranges::find(kLayers, folder) - kLayers.begin();
    }

    /// The library that a header belongs to; empty if it is the system's.
    static std::string libraryOf(const std::string& header) {
        if (!header.ends_with(".h") && !header.ends_with(".hpp"))
            return {};
        if (kSystemHeaders.contains(header))
            return {};
        return header.substr(0, header.find_first_of("/."));
    }
};

TEST_F(LayersTest, TheSourcesAreFound) {
    EXPECT_GT(std::ssize(sources()), 30);
    Index includes = 0;
    for (const Source& source : sources())
        includes += std::ssize(source.ours);
    EXPECT_GT(includes, 50);
}

TEST_F(LayersTest, EveryFolderOfCoreIsALayer) {
    for (const Source& source : sources())
        EXPECT_LT(rank(source.folder()), std::ssize(kLayers)) << source.path;
}

TEST_F(LayersTest, AFolderIncludesOnlyItselfAndWhatIsBelow) {
    for (const Source& source : sources())
        for (const std::string& header : source.ours) {
            ASSERT_THAT(header, StartsWith("core/")) << source.path;
            const std::string folder = header.substr(5, header.find('/', 5) - 5);
            EXPECT_LE(rank(folder), rank(source.folder())) << source.path << " includes " << header;
            EXPECT_TRUE(fs::exists(test::sourceFolder() / header))
                << source.path << " includes " << header;
        }
}

TEST_F(LayersTest, CoreIncludesNoQt) {
    for (const Source& source : sources())
        for (const std::string& header : source.theirs) {
            const char first = header.front();
            EXPECT_TRUE(first != 'Q' && first != 'q') << source.path << " includes " << header;
        }
}

TEST_F(LayersTest, EachLibraryIsIncludedInOnePlace) {
    std::map<std::string, std::set<std::string>> places;
    for (const Source& source : sources())
        for (const std::string& header : source.theirs)
            if (const std::string library = libraryOf(header); !library.empty())
                places[library].insert(source.path);
    // Highway is no library to be called but a way to write loops, and stands where the loops are.
    EXPECT_THAT(places["hwy"],
                testing::Each(testing::AllOf(
                    testing::AnyOf(StartsWith("core/separation/"), StartsWith("core/picture/")),
                    testing::EndsWith(".cpp"))));
    places.erase("hwy");
    for (const auto& [library, paths] : places)
        EXPECT_THAT(paths, SizeIs(1)) << library;
    EXPECT_THAT(places["sndfile"], ElementsAre("core/audio/sound_file.h"));
    EXPECT_THAT(places["soxr"], ElementsAre("core/audio/resample.cpp"));
    EXPECT_THAT(places["fftw3"], ElementsAre(StartsWith("core/spectrum/")));
    EXPECT_THAT(places["cblas"], ElementsAre(StartsWith("core/separation/")));
}

TEST_F(LayersTest, LibrariesStayOutOfTheContracts) {
    // Who includes a header of ours should not have to find a library's. The one that reading and
    // writing share is included by sources, and by its neighbour, only.
    for (const Source& source : sources()) {
        if (!source.isHeader() || source.path == "core/audio/sound_file.h")
            continue;
        for (const std::string& header : source.theirs)
            EXPECT_EQ(libraryOf(header), "") << source.path << " includes " << header;
    }
}

TEST_F(LayersTest, EveryFileHasItsHead) {
    for (const Source& source : sources()) {
        ASSERT_GE(std::ssize(source.lines), 3) << source.path;
        EXPECT_EQ(source.lines[0], "// SPDX-FileCopyrightText: The Refrain authors") << source.path;
        EXPECT_EQ(source.lines[1], "// SPDX-License-Identifier: GPL-3.0-or-later") << source.path;
        if (source.isHeader()) {
            EXPECT_EQ(source.lines[2], "#pragma once") << source.path;
        }
    }
}

TEST_F(LayersTest, ASourceIncludesItsOwnHeaderFirst) {
    for (const Source& source : sources()) {
        if (source.isHeader())
            continue;
        const std::string header = source.path.substr(0, source.path.size() - 3) + "h";
        if (fs::exists(test::sourceFolder() / header)) {
            ASSERT_THAT(source.ours, testing::Not(IsEmpty())) << source.path;
            EXPECT_EQ(source.ours.front(), header) << source.path;
        }
    }
}

} // namespace

} // namespace refrain
