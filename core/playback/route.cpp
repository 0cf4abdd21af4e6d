// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/playback/route.h"

#include <algorithm>

namespace refrain {

Route Route::straight(Index origin, Index position, Index length) {
    Route route;
    route.origin = origin;
    route.position = position;
    route.end = origin + std::max<Index>(0, length - position);
    return route;
}

Route Route::looping(Index origin, Index position, Index length, const Range& loop, Index fade) {
    const Index shortest = std::min(length, 2 * fade);
    Index first = std::clamp<Index>(loop.first, 0, length - shortest);
    const Index end = std::clamp(loop.end, first + shortest, length);

    Route route;
    route.origin = origin;
    route.position = position;
    route.loopFirst = first;
    route.fade = std::min(fade, (end - first) / 2);
    route.joinFrom = std::max<Index>(0, first - route.fade);
    route.period = end - first;
    if (route.joinFrom + route.period + route.fade > length) {
        // There is neither a lead to the loop's start nor anything after its end.
        route.joinFrom = first;
        route.period -= route.fade;
    }
    return route;
}

Route::Place Route::at(Index step) const {
    const Index straightOn = position + (step - origin);
    const Index left = end - step;
    if (period == 0)
        return {straightOn, false, 0, left};
    const Index join = joinFrom + period;
    if (straightOn < join)
        return {straightOn, false, 0, std::min(left, join - straightOn)};
    const Index round = (straightOn - join) % period;
    if (round < fade)
        return {joinFrom + round, true, round, std::min(left, fade - round)};
    return {joinFrom + round, false, 0, std::min(left, period - round)};
}

Index Route::shownPosition(Index step) const {
    const Place place = at(std::min(step, end));
    const bool outgoing = place.joining && place.position < loopFirst;
    return std::max<Index>(0, outgoing ? place.position + period : place.position);
}

Index Route::shownSince(Index step) const {
    const Index straightOn = position + (step - origin);
    const Index shown = shownPosition(step);
    const bool wrapped =
        period != 0 && straightOn >= joinFrom + period && shown < joinFrom + period;
    return std::clamp<Index>(wrapped ? std::max(joinFrom, loopFirst) : position, 0, shown);
}

} // namespace refrain
