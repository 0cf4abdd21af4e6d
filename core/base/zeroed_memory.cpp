// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/zeroed_memory.h"

#include <cstdint>
#include <cstdlib>
#include <sys/mman.h>
#include <unistd.h>

namespace refrain {

void* allocateZeroed(std::size_t bytes) {
    void* memory = std::calloc(1, bytes);
    if (!memory && bytes > 0)
        throw std::bad_alloc();
    // Two huge pages at least, or there is nothing to gain. Whether the system agrees does not
    // matter.
    constexpr std::size_t kWorthwhile = std::size_t{4} << 20;
    if (bytes >= kWorthwhile) {
        const auto page = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
        const auto address = reinterpret_cast<std::uintptr_t>(memory);
        const std::size_t before = (page - address % page) % page;
        madvise(static_cast<char*>(memory) + before, bytes - before, MADV_HUGEPAGE);
    }
    return memory;
}

void releaseZeroed(void* memory) noexcept {
    std::free(memory);
}

} // namespace refrain
