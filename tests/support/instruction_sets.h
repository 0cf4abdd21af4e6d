// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <hwy/highway.h>
#include <vector>

namespace refrain::test {

/// Every instruction set that this processor has and that the kernels are compiled for.
inline std::vector<std::int64_t> instructionSets() {
    std::vector<std::int64_t> list;
    for (std::int64_t rest = hwy::SupportedTargets() & HWY_TARGETS; rest != 0; rest &= rest - 1)
        list.push_back(rest & -rest);
    return list;
}

/// Has the kernels use one instruction set only, until it goes out of scope.
struct OnlyInstructionSet {
    explicit OnlyInstructionSet(std::int64_t target) {
        hwy::SetSupportedTargetsForTest(target);
        hwy::GetChosenTarget().Update(hwy::SupportedTargets());
    }
    ~OnlyInstructionSet() {
        hwy::SetSupportedTargetsForTest(0);
        hwy::GetChosenTarget().Update(hwy::SupportedTargets());
    }
};

} // namespace refrain::test
