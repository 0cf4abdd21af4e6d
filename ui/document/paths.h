// SPDX-FileCopyrightText: The Refrain authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>
#include <QString>
#include <filesystem>

// Names of files between Qt and the standard library. Threads: any.

namespace refrain {

inline std::filesystem::path toPath(const QString& name) {
    return QFile::encodeName(name).toStdString();
}

inline QString fromPath(const std::filesystem::path& path) {
    return QFile::decodeName(path.c_str());
}

} // namespace refrain
