/* application.h - the program as the desktop sees it: starts, opens files, says who it is */
#pragma once

#include <adwaita.h>

#define PAGESCAPE_TYPE_APPLICATION (pagescape_application_get_type ())
G_DECLARE_FINAL_TYPE (PagescapeApplication, pagescape_application, PAGESCAPE, APPLICATION, AdwApplication)

PagescapeApplication *pagescape_application_new (void);
