// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <limits>
#include <new>
#include <type_traits>
#include <utility>

namespace refrain {

/// `bytes` bytes that are zero, and back. Large pieces are fresh pages from the system, in huge
/// pages where it has them: the median jumps from row to row, which would miss in the processor's
/// list of small pages each time. Throws `std::bad_alloc`. Threads: any.
void* allocateZeroed(std::size_t bytes);
void releaseZeroed(void* memory) noexcept;

/// The allocator of vectors that are made large at once and never grow: their memory is zero
/// because the system hands it out so, not because somebody wrote zeros into it. The table of an
/// hour is more than a gigabyte; to fill it takes most of a second, in which nobody can stop, on
/// one thread. Like this every page is made by the thread that first writes to it.
///
/// A vector with it must not be made smaller and then larger again by `resize`: it would find old
/// numbers instead of zeros.
///
/// Threads: any.
template <class T>
struct ZeroedMemory {
    static_assert(std::is_trivially_copyable_v<T>, "zero bytes have to be a value");
    using value_type = T;

    ZeroedMemory() = default;
    template <class Other>
    explicit ZeroedMemory(const ZeroedMemory<Other>&) noexcept {}

    T* allocate(std::size_t count) {
        if (count > std::numeric_limits<std::size_t>::max() / sizeof(T))
            throw std::bad_array_new_length();
        return static_cast<T*>(allocateZeroed(count * sizeof(T)));
    }
    void deallocate(T* memory, std::size_t) noexcept { releaseZeroed(memory); }

    /// A value without arguments is the zero that is there.
    template <class Value>
    void construct(Value*) noexcept {}
    template <class Value, class First, class... Rest>
    void construct(Value* place, First&& first, Rest&&... rest) {
        ::new (static_cast<void*>(place))
            Value(std::forward<First>(first), std::forward<Rest>(rest)...);
    }

    bool operator==(const ZeroedMemory&) const = default;
};

} // namespace refrain
