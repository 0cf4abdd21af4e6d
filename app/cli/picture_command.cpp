#include "app/cli/commands.h"
namespace refrain::cli {
void addPictureCommand(CLI::App&, Action&) {}
} // namespace refrain::cli
