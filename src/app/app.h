/* app.h - the GTK program */
#pragma once

/* Opens the window, on the files of the command line if there are any. Returns the exit status. */
int app_main (int argc, char **argv);
