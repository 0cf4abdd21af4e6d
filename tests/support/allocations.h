// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/array2d.h"

namespace refrain::test {

/// How often this thread has called `new`, in whatever form. Not under sanitizers, which have an
/// allocator of their own.
Index allocationsOfThisThread();

} // namespace refrain::test
