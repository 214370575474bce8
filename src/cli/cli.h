/* cli.h - the subcommands; nothing here needs a display */
#pragma once

#include <stdbool.h>

typedef enum {
  CLI_GOOD = 0,
  CLI_BAD_INPUT = 1,              /* the input was bad, an expectation failed, a prediction was wrong */
  CLI_WRONG_USAGE = 2,
  CLI_UNREADABLE = 3,
  CLI_UNWRITABLE = 4,
  CLI_INTERNAL = 5
} CliStatus;

/* Is this command line one for us (a subcommand, --help, --version)? Otherwise the window opens. */
bool cli_wants (int argc, char **argv);
int  cli_main  (int argc, char **argv);
